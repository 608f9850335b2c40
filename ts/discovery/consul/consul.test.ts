import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestServer } from '../grpc-js/testing.ts';
import { register } from '../register.ts';
import { parseTarget } from '../target.ts';
import { eventually, freePort, Seen, TestRegistry, UNCHECKED_MS } from '../testing.ts';
import { followKey } from './key.ts';

let registry: TestRegistry;
let made = 0;
beforeAll(async () => {
  registry = await TestRegistry.start('consul');
});
afterAll(() => registry[Symbol.asyncDispose]());

const agentsOwn = (id: string) => `http://${registry.address}/v1/agent/service/${id}`;
const fresh = () => `test_${++made}`;
const at = (name: string) => parseTarget(`consul://${registry.address}/${name}`);

async function put(path: string, body?: unknown, method = 'PUT', address = registry.address) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`http://${address}${path}`, { method, ...(text && { body: text }) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

it('takes a sick instance out, and back in when it is well', async () => {
  const name = fresh();
  const port = await freePort();
  const server = await TestServer.start(port);
  const options = { host: '127.0.0.1', port, weight: 3, checkIntervalMs: 200 };
  const entry = await register(at(name), options);
  using seen = new Seen(`consul://${registry.address}/${name}`);
  await seen.until(`${port}×3`);
  server.kill();
  await seen.until('');
  using _again = await TestServer.start(port);
  await seen.until(`${port}×3`);
  await entry.update({ weight: 2 });
  await seen.until(`${port}×2`);
  await entry.withdraw();
  await seen.until('');
});

it('leaves out what can not be used, and says so once', async () => {
  const name = fresh();
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  using seen = new Seen(`consul://${registry.address}/${name}`);
  await seen.until('');
  await put('/v1/agent/service/register', { ID: `${name}-bad`, Name: name, Address: 'h' });
  await put('/v1/agent/service/register', {
    ID: `${name}-1`,
    Name: name,
    Address: 'h',
    Port: 8003,
  });
  await put('/v1/agent/service/register', {
    ID: `${name}-2`,
    Name: name,
    Address: 'h',
    Port: 8003,
  });
  await seen.until('8003');
  await put('/v1/agent/service/register', { ID: `${name}-3`, Name: name, Port: 8004 });
  await seen.until('8003 8004');
  const lines = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  expect(lines).toEqual([
    `discovery: consul instance "${name}-bad": port (missing) is not a whole number in 1–65535\n`,
  ]);
});

it('registers again when the agent has forgotten, and keeps the last servers meanwhile', async () => {
  const name = fresh();
  const options = { host: 'h', port: 8003, checkIntervalMs: UNCHECKED_MS };
  const entry = await register(at(name), options);
  using seen = new Seen(`consul://${registry.address}/${name}`);
  await seen.until('8003');
  await put(`/v1/agent/service/deregister/${entry.entry}`);
  await eventually(async () => (await fetch(agentsOwn(entry.entry))).ok);
  await seen.until('8003');
  await registry.kill();
  await eventually(() => seen.errors.length > 2);
  expect(seen.errors.at(-1)?.message).toContain(`consul at ${registry.address}`);
  expect(seen.ports).toBe('8003');
  await registry.begin();
  using later = new Seen(`consul://${registry.address}/${name}?dc=dc1`);
  await later.until('8003');
  await entry.withdraw();
  await later.until('');
});

it('rejects an entry when the agent is away, or refuses', async () => {
  const away = parseTarget(`consul://127.0.0.1:${await freePort()}/x`);
  await expect(register(away, { host: 'h', port: 1 })).rejects.toThrow('ECONNREFUSED');
  const heavy = register(at(fresh()), { host: 'h', port: 1, weight: 70_000 });
  await expect(heavy).rejects.toThrow('400');
});

it('looks in another data centre while the local one has nobody, and comes back', async () => {
  await using other = await TestRegistry.start('consul', 'dc2', String(registry.port));
  const name = fresh();
  const far = { ID: 'far', Name: name, Address: 'h', Port: 8005 };
  const near = { ID: 'near', Name: name, Address: 'h', Port: 8003 };
  await put('/v1/agent/service/register', far, 'PUT', other.address);
  using dc2 = new Seen(`consul://${registry.address}/${name}?dc=dc2`);
  using seen = new Seen(`consul://${registry.address}/${name}?failover=dc2`);
  await dc2.until('8005');
  await seen.until('8005');
  await put('/v1/agent/service/register', near);
  await seen.until('8003');
  await put('/v1/agent/service/deregister/near');
  await seen.until('8005');
});

it('follows a text, and that there is none', async () => {
  const key = `${fresh()}/greeting`;
  const path = `/v1/kv/${key}`;
  const texts: (string | undefined)[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const watch = followKey(`consul://${registry.address}/${key}`, (text) => texts.push(text));
  const told = (count: number) => eventually(() => texts.length === count);
  await told(1);
  await put(path, 'Grüße');
  await told(2);
  await put(path, 'x'.repeat(1025));
  await told(3);
  await put(path, 'x'.repeat(1024));
  await told(4);
  await put(path, undefined, 'DELETE');
  await told(5);
  watch.close();
  stderr.mockRestore();
  expect(texts).toEqual([undefined, 'Grüße', undefined, 'x'.repeat(1024), undefined]);
  expect(() => followKey('zookeeper:///a', () => undefined)).toThrow('only Consul');
});
