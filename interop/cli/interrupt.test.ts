import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eventually } from '../launch/fixtures/fake.ts';
import { Folder } from './fixtures/folder.ts';
import { Started } from './fixtures/started.ts';

/** Long enough that no machine ends it before the test does. */
const LONG = ['--runner', 'process', '--server', 'go-grpc', '--repeat', '100000'];
/** The janitor and three peers: two clients and one server. */
const PROCESSES = 4;
/** From the last peer's start to many calls under way, in milliseconds. */
const UNDER_WAY_MS = 500;

/** A run that has started its peers and makes calls. */
async function running(out: Folder): Promise<Started> {
  const clients = ['--client', 'ts-grpc-js,python-grpcio'];
  const started = new Started('bin.ts', [...LONG, ...clients, '--out', out.path]);
  const complete = async () => (await started.family()).size >= PROCESSES;
  if (await eventually(complete, 50_000)) {
    await sleep(UNDER_WAY_MS);
    return started;
  }
  await started[Symbol.asyncDispose]();
  throw new Error(`the peers did not start: ${started.stderr}`);
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s once: the report is written, and nothing is left',
  async (signal) => {
    await using out = await Folder.make();
    await using started = await running(out);
    started.kill(signal);
    const { code, stdout, stderr } = await started.end;
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted: stopping the peers (once more to end at once)');
    expect(stdout).toMatch(/ not run in .* interrupted\n/);
    const report = JSON.parse(await out.read('results.json'));
    expect(report.run.interrupted).toBe(true);
    expect(report.summary.notRun).toBe(report.verdicts.length);
    expect(await started.left()).toEqual([]);
  },
);

it('Ctrl-C of a terminal, which reaches the whole group, is the same', async () => {
  await using out = await Folder.make();
  await using started = await running(out);
  started.killGroup('SIGINT');
  expect((await started.end).code).toBe(130);
  expect(JSON.parse(await out.read('results.json')).run.interrupted).toBe(true);
  expect(await started.left()).toEqual([]);
});

it('Ctrl-C twice ends at once, and nothing is left soon after', async () => {
  await using out = await Folder.make();
  await using started = await running(out);
  started.kill('SIGINT');
  await eventually(() => started.stderr.includes('interrupted'));
  const began = performance.now();
  started.kill('SIGINT');
  expect((await started.end).code).toBe(130);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await started.left()).toEqual([]);
});

it('kill -9 of the harness: the peers end by themselves', async () => {
  await using out = await Folder.make();
  await using started = await running(out);
  started.kill('SIGKILL');
  expect((await started.end).signal).toBe('SIGKILL');
  expect(await started.left()).toEqual([]);
});
