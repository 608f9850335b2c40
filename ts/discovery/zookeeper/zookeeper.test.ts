import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Gate } from '../gate.ts';
import { Pause } from '../pause.ts';
import { register } from '../register.ts';
import { parseTarget } from '../target.ts';
import { eventually, Seen, TestRegistry } from '../testing.ts';
import { Connection } from './connection.ts';
import type { Requests } from './requests.ts';

let registry: TestRegistry;
let made = 0;
beforeAll(async () => {
  registry = await TestRegistry.start('zookeeper');
});
afterAll(() => registry[Symbol.asyncDispose]());

const fresh = () => `/test_${++made}`;
const at = (address: string, path: string) => parseTarget(`zookeeper://${address}${path}`);

/** raw has a session of its own with ZooKeeper, past everything that is under test but the requests. */
async function raw<T>(work: (requests: Requests) => Promise<T>): Promise<T> {
  const connected = Promise.withResolvers<void>();
  const connection = new Connection(registry.address, 10_000, new Pause(), {
    connected: connected.resolve,
    lost: () => undefined,
    expired: () => undefined,
  });
  await connected.promise;
  return await work(connection.requests).finally(() => connection.close());
}

it('enters a server as S1 has it: under a number, ephemeral, host and port', async () => {
  const path = `${fresh()}/deeper`;
  const entry = await register(at(registry.address, path), { host: '10.0.0.7', port: 8003 });
  expect(entry.entry).toMatch(/^\/test_\d+\/deeper\/calculate_server\d{10}$/);
  const { data, owner } = await raw((requests) => requests.data(entry.entry));
  expect(data.toString()).toBe('{"host":"10.0.0.7","port":8003}');
  expect(owner).not.toBe('0'.repeat(16));
  await entry.withdraw();
  expect(await raw((requests) => requests.children(path, () => undefined))).toEqual([]);
});

it('takes every child, leaves out what can not be used, and says so once', async () => {
  const path = fresh();
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  using seen = new Seen(`zookeeper://${registry.address}${path}`);
  await seen.until('');
  await raw(async (requests) => {
    const put = (name: string, text: string) =>
      requests.create(`${path}/${name}`, 'lasting', Buffer.from(text));
    await requests.create(path, 'lasting', Buffer.alloc(0));
    await put('bad\u00e9', '{"host":"h","port":"8003"}');
    await put('any name', '{"host":"h","port":8003,"weight":2}');
    await put('twice', '{"host":"h","port":8003,"weight":2}');
    await seen.until('8003×2');
    await put('odd', '{"host":"h","port":8004,"weight":1.5}');
    await seen.until('8003×2 8004');
    await requests.write(`${path}/badé`, Buffer.from('{"host":"h","port":8005}'));
    await seen.until('8003×2 8004 8005');
    await requests.write(`${path}/badé`, Buffer.alloc(70_000));
    await seen.until('8003×2 8004');
  });
  const lines = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('port "\\"8003\\"" is not a whole number');
  expect(lines[1]).toContain('weight "1.5" is not a whole number');
  expect(lines[2]).toContain('over 64 KiB');
});

it('keeps the last servers while ZooKeeper is away, and what it holds when it is back', async () => {
  const path = fresh();
  const entry = await register(at(registry.address, path), { host: 'h', port: 8003 });
  using seen = new Seen(`zookeeper://${registry.address}${path}`);
  await seen.until('8003');
  await registry.kill();
  await eventually(() => seen.errors.length > 2);
  expect(seen.errors.at(-1)?.message).toContain(`zookeeper at ${registry.address}`);
  expect(seen.ports).toBe('8003');
  await registry.begin();
  const other = await register(at(registry.address, path), { host: 'h', port: 8005 });
  await seen.until('8003 8005');
  expect(seen.lists.every((list) => list.length > 0)).toBe(true);
  await Promise.all([entry.withdraw(), other.withdraw()]);
  await seen.until('');
});

it('makes a new entry under a new session when the old one has expired in silence', async () => {
  const path = fresh();
  using gate = await Gate.open(registry.port);
  const options = { host: 'h', port: 8003, weight: 2, sessionTimeoutMs: 2000 };
  const entry = await register(at(gate.address, path), options);
  const first = entry.entry;
  using seen = new Seen(`zookeeper://${registry.address}${path}`);
  await seen.until('8003×2');
  gate.fallSilent();
  await seen.until('');
  gate.heal();
  await seen.until('8003×2');
  await eventually(() => entry.entry !== first);
  await entry.update({ weight: 5 });
  await seen.until('8003×5');
  await entry.withdraw();
  await seen.until('');
});

it('keeps one entry under its name when only the connection breaks', async () => {
  const path = fresh();
  using gate = await Gate.open(registry.port);
  const entry = await register(at(gate.address, path), { host: 'h', port: 8003 });
  const { entry: first } = entry;
  gate.cut();
  await entry.update({ weight: 3 });
  expect(entry.entry).toBe(first);
  const names = await raw((requests) => requests.children(path, () => undefined));
  expect(names.map((name) => `${path}/${name}`)).toEqual([first]);
  await entry.withdraw();
});

it('shares one session among targets, and closes it with the last', async () => {
  using gate = await Gate.open(registry.port);
  const paths = Array.from({ length: 50 }, fresh);
  const seen = paths.map((path) => new Seen(`zookeeper://${gate.address}${path}`));
  const again = paths.map((path) => new Seen(`zookeeper://${gate.address}${path}`));
  for (const one of [...seen, ...again]) await one.until('');
  expect(gate.connections).toBe(1);
  for (const one of [...seen, ...again]) one[Symbol.dispose]();
  await eventually(() => gate.connections === 0);
});

it('rejects an entry when ZooKeeper is silent, or refuses', async () => {
  using gate = await Gate.open(registry.port);
  gate.fallSilent();
  const began = Date.now();
  const silent = register(at(gate.address, fresh()), { host: 'h', port: 1 });
  await expect(silent).rejects.toThrow(`zookeeper at ${gate.address}`);
  expect(Date.now() - began).toBeLessThan(20_000);
  const path = fresh();
  const entry = await register(at(registry.address, path), { host: 'h', port: 1 });
  const under = register(at(registry.address, entry.entry), { host: 'h', port: 1 });
  await expect(under).rejects.toThrow('NO_CHILDREN_FOR_EPHEMERALS');
  await entry.withdraw();
});
