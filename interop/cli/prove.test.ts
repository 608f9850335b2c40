import { expect, it } from 'vitest';
import type { Proven } from '../contract/proof.ts';
import { Folder } from './fixtures/folder.ts';
import { run } from './fixtures/started.ts';

const CASES = 'users/two-users-by-id,deadline/unary/met,metadata/unary/request';
const flags = ['--prove', '--runner', 'process', '--client', 'go-grpc', '--case', CASES];

it('proves a few cases with real peers over the real wire, and writes the proof down', async () => {
  await using out = await Folder.make();
  const { code, stdout } = await run('bin.ts', ...flags, '--server', 'ts-*', '--out', out.path);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^3 \/ 3 cases pass through the untampered wire$/m);
  const proof = JSON.parse(await out.read('proof.json'));
  expect(proof).toMatchObject({ schema: 'crosswire.proof/1', whole: true, interrupted: false });
  const fields = (part: readonly Proven[], id: string) =>
    part.filter((one) => one.case === id).map(({ field }) => field);
  const bounds = ['observed.timeLeft, too short', 'observed.timeLeft, too long'];
  expect(fields(proof.recorded, 'deadline/unary/met')).toEqual(expect.arrayContaining(bounds));
  expect(fields(proof.tampered, 'deadline/unary/met')).toEqual(expect.arrayContaining(bounds));
  expect(proof.saboteurs.map((one: { saboteur: string }) => one.saboteur).sort()).toEqual([
    'ignores the deadline',
    'loses metadata',
  ]);
});

it('ends with 1 where a case passes in no cell that was chosen', async () => {
  await using out = await Folder.make();
  const never = ['--prove', '--runner', 'process', '--case', 'concurrency/full-pool'];
  const pair = ['--client', 'go-grpc', '--server', 'ts-grpc-js'];
  const { code, stdout } = await run('bin.ts', ...never, ...pair, '--out', out.path);
  expect({ code, stdout }).toMatchObject({ code: 1 });
  expect(stdout).toContain('✗ concurrency/full-pool · the case: unsupported');
});
