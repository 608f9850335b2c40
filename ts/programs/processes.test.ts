/** Servers of several processes: all serve on one port, one that dies is replaced, none is left behind. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, freePort } from '../discovery/testing.ts';
import type { LibraryName } from './flags.ts';
import { type Running, run, start } from './testing.ts';

const libraries: LibraryName[] = ['grpc-js', 'connect'];
const running: Running[] = [];

afterEach(async () => {
  for (const one of running.splice(0)) await one.end('SIGKILL');
});

async function serving(library: LibraryName): Promise<[Running, string]> {
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--library', library, '--address', address, '--processes', '3'];
  const server = await start('users-server', ...flags);
  running.push(server);
  return [server, address];
}

/** workersOf asks Linux for the children of a process. */
function workersOf({ pid }: Running): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

/** A zombie has ended too: nobody may have asked after it yet. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.each(libraries)('on %s', (library) => {
  test('a worker that dies is replaced', async () => {
    const [server, address] = await serving(library);
    const [victim = 0, ...others] = workersOf(server);
    expect(others).toHaveLength(2);
    process.kill(victim, 'SIGKILL');
    await eventually(() => workersOf(server).filter((pid) => pid !== victim).length === 3);
    await eventually(() => server.errors.length > 0);
    expect(server.errors).toEqual([`worker ${victim} has ended, another takes its place`]);
    for (let i = 0; i < 4; i++) {
      expect(await run('users-client', '--address', address)).toMatchObject({ code: 0 });
    }
    expect(await server.end('SIGTERM')).toBe(0);
  });

  test.each([
    ['SIGTERM', 0],
    ['SIGINT', 0],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('workers end with the first process: %s', async (signal, code) => {
    const [server, address] = await serving(library);
    const workers = workersOf(server);
    expect(workers).toHaveLength(3);
    expect(await server.end(signal)).toBe(code);
    await eventually(() => !workers.some(runs));
    expect((await run('orders-client', '--address', address)).code).toBe(1);
  });
});

test('an address that is taken is said once', async () => {
  const [, address] = await serving('connect');
  const flags = ['--library', 'connect', '--address', address, '--processes', '2'];
  const ran = await run('users-server', ...flags);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^cannot serve: .*EADDRINUSE.*\n$/);
});
