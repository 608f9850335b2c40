import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './fixtures/started.ts';

const interop = (...args: readonly string[]) => run('bin.ts', ...args);

interface Listing {
  readonly cells: readonly Record<string, unknown>[];
  readonly cases: readonly Record<string, unknown>[];
}

const listed = async (...args: readonly string[]): Promise<Listing> =>
  JSON.parse((await interop('--list', '--json', ...args)).stdout);

describe('--list', () => {
  it('prints the documented JSON and nothing else', async () => {
    const { code, stdout, stderr } = await interop('--list', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const list: Listing = JSON.parse(stdout);
    expect(Object.keys(list)).toEqual(['cells', 'cases']);
    expect(list.cells.length).toBeGreaterThanOrEqual(36);
    expect(list.cases.length).toBeGreaterThanOrEqual(100);
    for (const cell of list.cells)
      expect(Object.keys(cell)).toEqual(['client', 'server', 'protocol', 'transport']);
    for (const one of list.cases) {
      expect(Object.keys(one)).toEqual(['id', 'suite', 'tier', 'needs']);
      expect(Array.isArray(one.needs)).toBe(true);
    }
  });

  it('without --json, prints a line for each cell and case', async () => {
    const { stdout } = await interop(
      '--list',
      '--client',
      'go-grpc',
      '--case',
      'users/health-answers-empty',
    );
    expect(stdout).toContain('  go-grpc → ts-grpc-js grpc h2c\n');
    expect(stdout).toMatch(/^1 cases\n {2}users\/health-answers-empty {2}\S/m);
  });

  it('takes several patterns, lists with commas, and braces', async () => {
    const { cells, cases } = await listed(
      ...['--client', 'ts-grpc-js,go-grpc', '--client', 'python-grpcio'],
      ...[
        '--server',
        '{go,ts}-connect',
        '--case',
        'users/health-answers-empty',
        '--case',
        'health/**',
      ],
    );
    const names = (key: string) => [...new Set(cells.map((cell) => cell[key]))];
    expect(names('client')).toEqual(['ts-grpc-js', 'python-grpcio', 'go-grpc']);
    expect(names('server')).toEqual(['ts-connect', 'go-connect']);
    expect(new Set(cases.map((one) => one.suite))).toEqual(new Set(['users', 'health']));
  });

  it.each(['head -n 1', 'true'])('survives a reader that leaves early: | %s', (reader) => {
    const command = `"$0" "$1" --list --json | ${reader}`;
    const args = ['-c', command, process.execPath, join(import.meta.dirname, 'bin.ts')];
    const { stderr, status } = spawnSync('sh', args, { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });
});

it('--help names every flag', async () => {
  const { code, stdout } = await interop('--help');
  expect(code).toBe(0);
  const flags =
    'client server protocol transport case runner list json bail shuffle repeat try-unsupported allow-not-run out help';
  for (const flag of flags.split(' ')) expect(stdout).toContain(`--${flag}`);
});

it.each([
  [['--cleint', 'x'], /unknown option '--cleint'\n\(Did you mean --client\?\)/],
  [['--runner', 'proces'], /'proces' is invalid.*process, container, both/],
  [['--client', 'ts-grpcjs'], /--client "ts-grpcjs" matches nothing; the nearest is ts-grpc-js /],
  [
    ['--case', 'users/helth-answers-empty', '--list'],
    /"users\/helth-answers-empty" matches nothing; the nearest is users\/health-answers-empty/,
  ],
  [
    ['--server', 'go-*,pyhton-grpcio'],
    /"pyhton-grpcio" matches nothing; the nearest is python-grpcio/,
  ],
  [['--client', ''], /argument '' is invalid. give a pattern/],
  [['--repeat', '0'], /'0' is invalid. give a whole number from 1/],
  [['--repeat', '1.5'], /'1.5' is invalid/],
  [['--repeat', 'many'], /'many' is invalid/],
  [['--repeat', '0x10'], /'0x10' is invalid/],
  [['--shuffle='], /'' is invalid. give a seed/],
  [['--peer-client', 'true', '--transport', 'tls'], /--protocol and --transport choose none of/],
  [['--out'], /'--out <folder>' argument missing/],
  [['--out', ''], /--out "": give a folder/],
  [['surplus'], /too many arguments/],
  [['--prove', '--bail'], /option '--prove' cannot be used with option '--bail'/],
  [['--prove', '--repeat', '2'], /option '--prove' cannot be used with option '--repeat <n>'/],
  [['--no-record', '--prove'], /option '--prove' cannot be used with option '--no-record'/],
  [
    ['--prove', '--runner', 'both'],
    /--prove takes one launcher: give --runner process or container/,
  ],
])('refuses %j with code 2 and one error', async (args, error) => {
  const { code, stdout, stderr } = await interop(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(error);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
});
