import { expect, it } from 'vitest';
import { type Candidate, chooserOf } from './choose.ts';
import { readText, writeText } from './entry.ts';
import { Pause } from './pause.ts';
import { type PolicyName, policyOf } from './policy.ts';
import { isRegistryTarget, parseTarget, TargetError } from './target.ts';
import { quoted } from './text.ts';

interface Test extends Candidate {
  key: string;
  weight: number;
  active: number;
}

const abc = (...weights: number[]): Test[] =>
  [...'abcdef'].slice(0, weights.length).map((key, at) => ({
    ...{ key, weight: weights[at] ?? 1, active: 0 },
  }));

function picks(
  policy: PolicyName,
  candidates: readonly Test[],
  count: number,
  numbers: number[] = [],
) {
  const chooser = chooserOf(policy, () => numbers.shift() ?? Number.NaN);
  return Array.from({ length: count }, () => chooser.choose(candidates)?.key).join('');
}

it('picks at random, each with the same chance', () => {
  expect(picks('random', abc(1, 9, 1), 5, [0, 0.333, 0.334, 0.67, 0.999])).toBe('aabcc');
});

it('picks one after the other, also when servers come and go', () => {
  const chooser = chooserOf('round_robin');
  const [a, b, c, d] = abc(1, 1, 1, 1) as [Test, Test, Test, Test];
  const next = (...ready: Test[]) => chooser.choose(ready)?.key;
  expect([next(a, b, c), next(a, b, c), next(a, b, c), next(a, b, c)].join('')).toBe('abca');
  expect(next(d, a, b, c)).toBe('b');
  expect(next(a, c)).toBe('c');
  expect(next(a, d)).toBe('a');
  expect(next()).toBeUndefined();
  expect(next(b)).toBe('b');
});

it('picks by share, exactly, over any run as long as the sum', () => {
  const run = picks('weighted', abc(3, 2, 1), 18);
  expect(run.slice(0, 6)).toBe('abacba');
  for (let start = 0; start <= 12; start += 1) {
    expect([...run.slice(start, start + 6)].sort().join('')).toBe('aaabbc');
  }
  expect(picks('weighted', abc(1, 0, 1), 4)).toBe('acac');
});

it('begins shares anew when they change', () => {
  const chooser = chooserOf('weighted');
  const candidates = abc(3, 1);
  const run = (count: number) =>
    Array.from({ length: count }, () => chooser.choose(candidates)?.key).join('');
  expect(run(2)).toBe('aa');
  for (const one of candidates) one.weight = 1;
  expect(run(2)).toBe('ab');
});

it('picks the fewest calls, of several the first after the last picked', () => {
  const chooser = chooserOf('least_connections');
  const candidates = abc(1, 1, 1);
  const take = () => {
    const picked = chooser.choose(candidates);
    if (picked) picked.active += 1;
    return picked?.key;
  };
  expect([take(), take(), take(), take()].join('')).toBe('abca');
  for (const one of candidates) one.active = one.key === 'c' ? 0 : 2;
  expect([take(), take(), take(), take()].join('')).toBe('ccab');
});

it.each([
  ['', 'round_robin'],
  ['{}', 'round_robin'],
  ['{"loadBalancingConfig":[{"weighted":{}}]}', 'weighted'],
  ['{"loadBalancingConfig":[{"xds":{}},{"random":{}},{"weighted":{}}]}', 'random'],
])('reads the policy of %s', (config, policy) => {
  expect(policyOf(config)).toBe(policy);
});

it.each([
  ['{', 'not JSON'],
  ['[]', 'no object'],
  ['{"loadBalancingConfig":{}}', 'not a list'],
  ['{"loadBalancingConfig":[]}', 'no policy'],
  ['{"loadBalancingConfig":[{"xds":{}}]}', 'xds'],
  ['{"loadBalancingConfig":[{"random":{},"weighted":{}}]}', 'exactly one'],
])('refuses the service config %s', (config, reason) => {
  expect(() => policyOf(config)).toThrow(reason);
});

const zk = { scheme: 'zookeeper', authority: '10.0.0.7:2181' };
const consul = { scheme: 'consul', authority: '127.0.0.1:8500' };
it.each([
  ['zookeeper://10.0.0.7:2181/rpc_calc', { ...zk, name: '/rpc_calc' }],
  ['zookeeper://10.0.0.7:2181/a/b%20c', { ...zk, name: '/a/b c' }],
  ['zookeeper://[::1]:2181/a', { ...zk, authority: '[::1]:2181', name: '/a' }],
  ['zookeeper:///rpc_calc', { ...zk, authority: '127.0.0.1:2181', name: '/rpc_calc' }],
  ['consul:///orders', { ...consul, name: 'orders' }],
  ['consul:///orders?dc=dc2', { ...consul, name: 'orders', dc: 'dc2' }],
  ['consul:///a?dc=dc1&failover=dc-2', { ...consul, name: 'a', dc: 'dc1', failover: 'dc-2' }],
])('takes %s apart', (uri, target) => {
  expect(isRegistryTarget(uri)).toBe(true);
  expect(parseTarget(uri)).toEqual(target);
});

it.each([
  ['zookeeper://10.0.0.7:2181', 'no path'],
  ['zookeeper://10.0.0.7:2181/', 'no path'],
  ['zookeeper://10.0.0.7:2181/a//b', 'empty part'],
  ['zookeeper://10.0.0.7:2181/a/', 'empty part'],
  ['zookeeper://10.0.0.7:2181/a/../b', '. or ..'],
  ['zookeeper://10.0.0.7:2181/a?dc=dc1', 'dc'],
  ['zookeeper://10.0.0.7/a', 'not host:port'],
  ['zookeeper://a:1,b:2/a', 'not host:port'],
  ['consul://h:0/a', 'port 0'],
  ['consul://h:65536/a', 'port 65536'],
  ['consul:///a?tag=x', 'tag'],
  ['consul:///a?dc=', 'data centre'],
  ['consul:///a?dc=x&dc=y', 'twice'],
  ['consul:///a#b', 'fragment'],
  ['consul:///a%zz', '% sequence'],
  ['consul:///a%00', 'control'],
  ['consul:orders', 'not zookeeper:'],
  [`consul:///${'a'.repeat(3000)}`, 'longer'],
])('refuses a target, case %$: $1', (uri, reason) => {
  expect(() => parseTarget(uri)).toThrow(TargetError);
  expect(() => parseTarget(uri)).toThrow(reason);
});

it('leaves addresses alone', () => {
  expect(['127.0.0.1:80', 'unix:/x', 'dns:///consul'].some(isRegistryTarget)).toBe(false);
});

it.each([
  ['{"host":"h","port":8003}', { server: { host: 'h', port: 8003, weight: 1 } }],
  ['{"host":"h","port":1,"weight":0}', { server: { host: 'h', port: 1, weight: 0 } }],
  ['{"host":"h","port":65535,"weight":65535,"more":1}', { server: { port: 65535, weight: 65535 } }],
  [
    '{"host":"h","port":1,"weight":"3"}',
    { server: { weight: 1 }, complaint: /weight.*counts as 1/ },
  ],
  ['{"host":"h","port":1,"weight":-1}', { server: { weight: 1 }, complaint: /weight/ }],
  ['{"host":"h","port":1,"weight":null}', { server: { weight: 1 }, complaint: /weight/ }],
] as const)('reads %s', (text, expected) => {
  const { server, complaint } = { complaint: /^$/, ...expected };
  const reading = readText(Buffer.from(text));
  expect(reading.server).toMatchObject(server);
  expect(reading.complaint ?? '').toMatch(complaint);
});

it.each([
  ['', 'not JSON'],
  ['{"host":"h","port":8003', 'not JSON'],
  ['[]', 'no object'],
  ['null', 'no object'],
  ['{"port":1}', 'host'],
  ['{"host":"","port":1}', 'host'],
  ['{"host":7,"port":1}', 'host'],
  ['{"host":"h"}', 'port (missing)'],
  ['{"host":"h","port":"8003"}', 'port'],
  ['{"host":"h","port":true}', 'port'],
  ['{"host":"h","port":8003.5}', 'port'],
  ['{"host":"h","port":0}', 'port'],
  ['{"host":"h","port":65536}', 'port'],
  [`"${'x'.repeat(64 * 1024)}"`, 'over 64 KiB'],
])('leaves out an entry, case %$: $1', (text, reason) => {
  const { server, complaint } = readText(Buffer.from(text));
  expect(server).toBeUndefined();
  expect(complaint).toContain(reason);
});

it('writes an entry as its readers expect it', () => {
  expect(writeText({ host: '10.0.0.7', port: 8003 }).toString()).toBe(
    '{"host":"10.0.0.7","port":8003}',
  );
  expect(writeText({ host: 'h', port: 1, weight: 3 }).toString()).toBe(
    '{"host":"h","port":1,"weight":3}',
  );
});

it('quotes what others wrote, and cuts it', () => {
  expect(quoted('a\n\u001b[31m\u009b"')).toBe('"a\\n\\u001b[31m\\u009b\\""');
  expect(quoted('x'.repeat(5000))).toBe(`"${'x'.repeat(200)}…"`);
});

it('lets pauses grow up to 2 s, until one has succeeded', () => {
  const pause = new Pause();
  const seven = Array.from({ length: 8 }, () => pause.next());
  expect(seven).toEqual([0, 50, 100, 200, 400, 800, 1600, 2000]);
  pause.reset();
  expect(pause.next()).toBe(0);
});
