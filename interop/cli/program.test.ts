import { describe, expect, it } from 'vitest';
import { freePort } from '../launch/free-ports.ts';
import { run, Started } from './fixtures/started.ts';

const LANGUAGES = ['typescript', 'python', 'go'] as const;
const PEOPLE = /Ada 36 ada@example\.org\nBlaise 39 blaise@example\.org\n/;

/** A server of a language, when it is ready, and its address. */
async function server(language: string, program: string): Promise<Started & { address: string }> {
  const address = `127.0.0.1:${await freePort()}`;
  const started = new Started('program-bin.ts', [language, program, '--address', address]);
  await started.says(`) on ${address}\n`);
  return Object.assign(started, { address });
}

describe.each(LANGUAGES)('the %s users server', (language) => {
  it('answers the users clients of all languages, and stops cleanly', async () => {
    await using users = await server(language, 'users-server');
    for (const client of LANGUAGES) {
      const flags = ['--address', users.address];
      const end = await run('program-bin.ts', client, 'users-client', ...flags);
      expect(end).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(PEOPLE) });
    }
    await users.family();
    users.kill('SIGTERM');
    expect(await users.end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await users.left()).toEqual([]);
  });

  it('stops cleanly on the Ctrl-C of a terminal, which reaches it and npm at once', async () => {
    await using users = await server(language, 'users-server');
    await users.family();
    users.killGroup('SIGINT');
    expect(await users.end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await users.left()).toEqual([]);
  });
});

it.each([
  ['python', 'typescript'],
  ['go', 'python'],
  ['typescript', 'go'],
])('subjects and orders of the %s servers, with the %s clients', async (serving, calling) => {
  await using subjects = await server(serving, 'subjects-server');
  await using orders = await server(serving, 'orders-server');
  const call = (program: string, ...flags: readonly string[]) =>
    run('program-bin.ts', calling, program, ...flags);
  const maths = await call('subjects-client', '--subject', 'Math', '--address', subjects.address);
  expect(maths).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^(\S.*\n)+$/),
  });
  const order = await call('orders-client', '--address', orders.address);
  expect(order).toMatchObject({ code: 0, stderr: '', stdout: '{"ret": "Hi gRPC"}\n' });
  const missing = ['--subject', 'Alchemy', '--address', subjects.address];
  const alchemy = await call('subjects-client', ...missing);
  expect(alchemy).toMatchObject({ code: 1, stdout: '' });
  expect(alchemy.stderr).toBe('RPC failed: NOT_FOUND unknown subject: Alchemy\n');
  for (const one of [subjects, orders]) one.kill('SIGTERM');
  expect(await Promise.all([subjects.end, orders.end])).toMatchObject([{ code: 0 }, { code: 0 }]);
});

it.each(LANGUAGES)('a %s client without a server says to check the network', async (language) => {
  const flags = ['--address', '127.0.0.1:1'];
  const { code, stdout, stderr } = await run(
    'program-bin.ts',
    language,
    'subjects-client',
    ...flags,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]*(network|address)[^\n]*\n$/);
});

it.each([
  [['pyton', 'users-server'], /^there is no language "pyton"; the nearest is python\n/],
  [['go', 'user-server'], /^there is no program "user-server"; the nearest is users-server\n/],
  [['go'], /^name a program\n/],
  [[], /^name a language\n/],
])('refuses %j with code 2', async (args, error) => {
  const { code, stdout, stderr } = await run('program-bin.ts', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(error);
});

it('--help lists languages and programs', async () => {
  const { code, stdout } = await run('program-bin.ts', '--help');
  expect(code).toBe(0);
  for (const word of [...LANGUAGES, 'orders-client']) expect(stdout).toContain(word);
});
