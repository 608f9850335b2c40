import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { Folder } from './fixtures/folder.ts';
import { run } from './fixtures/started.ts';

const PAIR = ['--runner', 'process', '--client', 'ts-grpc-js', '--server', 'go-grpc'];
const CASES = ['--case', '{users,orders,subjects}/**'];

it('a green run ends with 0, and its files count what was planned', async () => {
  await using out = await Folder.make();
  const { code, stdout, stderr } = await run('bin.ts', ...PAIR, ...CASES, '--out', out.path);
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  const { run: about, verdicts, summary } = JSON.parse(await out.read('results.json'));
  const planned: number = verdicts.length;
  expect(about.interrupted).toBe(false);
  expect(summary).toMatchObject({ passed: planned, failed: 0, notRun: 0 });
  expect(stdout).toContain(`${planned} passed, 0 failed`);
  const evidence = (await out.read('evidence.jsonl')).trimEnd().split('\n');
  expect(evidence.map((line) => JSON.parse(line).case).sort()).toEqual(
    verdicts.map((verdict: { case: string }) => verdict.case).sort(),
  );
  const junit = await out.read('junit.xml');
  expect(junit.match(/<testcase /g)).toHaveLength(planned);
  expect(junit).toMatch(new RegExp(`<testsuites [^>]*tests="${planned}"`));
  expect(await out.read('summary.md')).toContain('go-grpc');
});

it('piped, the report is plain text, and progress goes to standard error', async () => {
  await using out = await Folder.make();
  const { stdout, stderr } = await run('bin.ts', ...PAIR, ...CASES, '--out', out.path);
  expect(stdout).toBe(stripVTControlCharacters(stdout));
  expect(stderr).toBe(stripVTControlCharacters(stderr));
  expect(stderr).toMatch(/^peers run as processes: as --runner says\n/);
  expect(stderr).toMatch(/(\d+)\/\1 · 100 %/);
  expect(stdout).not.toMatch(/peers run as|100 %/);
});

it('repeats count as one verdict each, also in the progress', async () => {
  await using out = await Folder.make();
  const flags = ['--case', 'users/health-answers-empty', '--repeat', '3', '--out', out.path];
  const { code, stderr } = await run('bin.ts', ...PAIR, '--transport', 'h2c', ...flags);
  expect(code).toBe(0);
  expect(stderr).toContain('1/1 · 100 %');
});

it('two runs at once do not disturb each other', async () => {
  await using first = await Folder.make();
  await using second = await Folder.make();
  const start = (out: Folder) => run('bin.ts', ...PAIR, ...CASES, '--out', out.path);
  const ends = await Promise.all([start(first), start(second)]);
  expect(ends.map((end) => end.code)).toEqual([0, 0]);
  for (const out of [first, second])
    expect(JSON.parse(await out.read('results.json')).summary.failed).toBe(0);
});
