/** The programs with real registries: source document S1's demonstration, and what has been added to it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, freePort, Seen, TestRegistry } from '../discovery/testing.ts';
import type { LibraryName } from './flags.ts';
import { Running, run, start } from './testing.ts';

const libraries: LibraryName[] = ['grpc-js', 'connect'];
const chinese = '单选 多选 填空 解答 问答 作文';

let zookeeper: TestRegistry;
let consul: TestRegistry;
const running: Running[] = [];

beforeAll(async () => {
  [zookeeper, consul] = await Promise.all([
    TestRegistry.start('zookeeper'),
    TestRegistry.start('consul'),
  ]);
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.end('SIGKILL');
});
afterAll(async () => {
  await zookeeper[Symbol.asyncDispose]();
  await consul[Symbol.asyncDispose]();
});

/** serving is a server of some kind in both registries, and its address. */
async function serving(kind: string, library: LibraryName, ...flags: string[]) {
  const address = `127.0.0.1:${await freePort()}`;
  const known = ['--zookeeper', zookeeper.address, '--consul', consul.address];
  const all = ['--library', library, '--address', address, ...known, ...flags];
  const server = await start(`${kind}-server`, ...all);
  running.push(server);
  return { server, address, port: address.split(':')[1] ?? '' };
}

/** watching is a client that goes on calling. */
function watching(library: LibraryName, target: string, ...flags: string[]): Running {
  const all = ['--library', library, '--target', target, '--watch', '--interval', '20ms', ...flags];
  const client = new Running('subjects-client', ...all);
  running.push(client);
  return client;
}

/** serversOf are those of the last lines, each of which has the whole answer. */
function serversOf({ lines }: Running, count: number): Set<string> {
  const last = lines.slice(-count).map((line) => line.split(' '));
  for (const [, ...names] of last) expect(names.join(' ')).toBe(chinese);
  return new Set(last.map(([server = '']) => server));
}

/** servedBy tells whether the last lines are all of one server. */
function servedBy(client: Running, address: string): boolean {
  const last = serversOf(client, 20);
  return last.size === 1 && last.has(address);
}

const targets = {
  zookeeper: () => `zookeeper://${zookeeper.address}/rpc_calc`,
  consul: () => `consul://${consul.address}/subjects`,
};

describe.each(libraries)('a client on %s', (library) => {
  test.each(Object.entries(targets))(
    'finds servers in %s that come and go, and no call fails on a planned end',
    async (_kind, target) => {
      using seen = new Seen(target());
      const first = await serving('subjects', 'grpc-js');
      const second = await serving('subjects', 'connect');
      await seen.until([first.port, second.port].sort().join(' '));
      const client = watching(library, target());
      await eventually(() => serversOf(client, 30).size === 2);
      const third = await serving('subjects', library);
      await eventually(() => serversOf(client, 50).size === 3);
      expect(await first.server.end('SIGTERM')).toBe(0);
      expect(await second.server.end('SIGINT')).toBe(0);
      await eventually(() => servedBy(client, third.address));
      expect(client.errors).toEqual([]);
      expect(await client.end('SIGINT')).toBe(0);
      expect(await third.server.end('SIGTERM')).toBe(0);
      await seen.until('');
    },
  );

  test('goes by weight, exactly', async () => {
    const heavy = await serving('subjects', 'grpc-js', '--weight', '3');
    const light = await serving('subjects', 'connect', '--weight', '1');
    const client = watching(library, targets.zookeeper(), '--policy', 'weighted');
    await eventually(() => serversOf(client, 30).size === 2);
    const from = client.lines.length;
    await eventually(() => client.lines.length >= from + 40);
    const served = client.lines.slice(from, from + 40).map((line) => line.split(' ')[0]);
    expect(served.filter((address) => address === heavy.address)).toHaveLength(30);
    expect(served.filter((address) => address === light.address)).toHaveLength(10);
    for (const { server } of [heavy, light]) await server.end('SIGTERM');
  });

  test('survives a server that is killed', async () => {
    const killed = await serving('subjects', 'grpc-js');
    const stays = await serving('subjects', 'grpc-js');
    const client = watching(library, targets.zookeeper(), '--policy', 'round_robin');
    await eventually(() => serversOf(client, 30).size === 2);
    await killed.server.end('SIGKILL');
    await eventually(() => servedBy(client, stays.address));
    await stays.server.end('SIGTERM');
  });

  test('of users and orders takes a target too, and orders say what a setting says', async () => {
    const key = `${library}/greeting`;
    const users = await serving('users', library);
    const orders = await serving(
      'orders',
      library,
      '--settings',
      `consul://${consul.address}/${key}`,
    );
    using seen = new Seen(`consul://${consul.address}/orders`);
    await seen.until(orders.port);
    const flags = ['--library', library, '--target'];
    expect(await run('users-client', ...flags, `zookeeper://${zookeeper.address}/users`)).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'Ada 36 ada@example.org\nBlaise 39 blaise@example.org\n',
    });
    const target = `consul://${consul.address}/orders`;
    const order = () => run('orders-client', ...flags, target, '--policy', 'least_connections');
    expect(await order()).toEqual({ code: 0, stderr: '', stdout: '{"ret": "Hi gRPC"}\n' });
    const init = { method: 'PUT', body: 'Bonjour' };
    await fetch(`http://${consul.address}/v1/kv/${key}`, init);
    await eventually(async () => (await order()).stdout === '{"ret": "Bonjour"}\n');
    for (const { server } of [users, orders]) expect(await server.end('SIGTERM')).toBe(0);
  });

  test.each(['zookeeper', 'consul'])('says that there is no %s', async (kind) => {
    const nowhere = `127.0.0.1:${await freePort()}`;
    const target = `${kind}://${nowhere}/orders`;
    const ran = await run('orders-client', '--library', library, '--target', target);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^server unavailable, check the network and the address: .*\n$/);
    expect(ran.stderr).toContain(nowhere);
  });
});

test.each(['--zookeeper', '--consul'])('a server without its registry ends: %s', async (flag) => {
  const nowhere = `127.0.0.1:${await freePort()}`;
  const ran = await run('users-server', '--address', '127.0.0.1:0', flag, nowhere);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^cannot serve: .*\n$/);
});
