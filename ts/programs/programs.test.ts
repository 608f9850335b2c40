/** The programs as a person runs them: each server with each client, on a port of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../discovery/testing.ts';
import type { LibraryName } from './flags.ts';
import { type Running, run, start } from './testing.ts';

const libraries: LibraryName[] = ['grpc-js', 'connect'];

const expected = {
  users: 'Ada 36 ada@example.org\nBlaise 39 blaise@example.org\n',
  subjects: '单选\n多选\n填空\n解答\n问答\n作文\n',
  orders: '{"ret": "Hi gRPC"}\n',
};

describe.each(libraries)('a server on %s', (library) => {
  const servers: Running[] = [];
  const addresses = new Map<string, string>();

  beforeAll(async () => {
    for (const name of Object.keys(expected)) {
      const address = `127.0.0.1:${await freePort()}`;
      const flags = ['--library', library, '--address', address];
      const server = await start(`${name}-server`, ...flags);
      servers.push(server);
      addresses.set(name, address);
      expect(server.lines).toEqual([`${name} server (${library}) on ${address}`]);
    }
  });

  afterAll(async () => {
    for (const server of servers) expect(await server.end('SIGTERM')).toBe(0);
  });

  test.each(
    libraries.flatMap((client) => Object.entries(expected).map((entry) => [client, ...entry])),
  )('answers a client on %s: %s', async (client, name = '', stdout = '') => {
    const flags = ['--library', client, '--address', addresses.get(name) ?? ''];
    expect(await run(`${name}-client`, ...flags)).toEqual({ code: 0, stdout, stderr: '' });
  });

  test.each(libraries)('tells a client on %s of an unknown subject', async (client) => {
    const flags = ['--library', client, '--address', addresses.get('subjects') ?? ''];
    const ran = await run('subjects-client', '--subject', 'Art', ...flags);
    // Connect encodes ":" as "%3A" in grpc-message, as it may; grpc-js 1.14 leaves that undecoded.
    const colon = library === 'connect' && client === 'grpc-js' ? '%3A' : ':';
    const stderr = `RPC failed: NOT_FOUND unknown subject${colon} Art\n`;
    expect(ran).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe.each(libraries)('a client on %s', (library) => {
  test.each([['users-client', '--connect-timeout', '300ms'], ['orders-client']])(
    'of a server that is not there: %s',
    async (program, ...flags) => {
      const address = `127.0.0.1:${await freePort()}`;
      const ran = await run(program, '--library', library, '--address', address, ...flags);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toMatch(/^server unavailable, check the network and the address: .*\n$/);
    },
  );
});

test.each([
  ['users-client', '--libray', 'x'],
  ['users-client', '--library', 'x'],
  ['users-client', '--connect-timeout', 'soon'],
  ['users-client', '--policy', 'sticky'],
  ['users-client', '--target', 'etcd:///users'],
  ['users-server', '--weight', '1.5'],
  ['users-server', '--processes', '0'],
  ['users-server', '--zookeeper', 'localhost'],
])('flags that make no sense end the program with 2: %s %s %s', async (program, ...flags) => {
  const { code, stdout, stderr } = await run(program, ...flags);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^.+\n$/);
});

test('a program says what it takes', async () => {
  expect(await run('users-client', '--help')).toMatchObject({ code: 0, stderr: '' });
});
