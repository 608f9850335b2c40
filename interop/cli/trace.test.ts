// Recording by the command line: what is known by itself, and all with --trace.
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { whyNoContainers } from '../launch/fixtures/fake-container.ts';
import { Folder } from './fixtures/folder.ts';
import { run } from './fixtures/started.ts';

const CONNECT = ['--client', 'ts-grpc-js', '--server', 'ts-connect'];
const TWO = ['--case', 'exceptions/unary/return-nothing,users/health-answers-empty'];
const KNOWN = 'wire/exceptions/unary/return-nothing/ts-grpc-js--ts-connect.txt';
const PASSED = 'wire/users/health-answers-empty/ts-grpc-js--ts-connect.txt';
/** Both cases, with TLS and without. */
const ALL = [KNOWN, PASSED].flatMap((name) => [name.replace('.txt', '-grpc-tls.txt'), name]);

/** Runs two cases, one of them known; answers the transcripts, which are as many as results.json names. */
async function transcripts(...flags: readonly string[]): Promise<readonly string[]> {
  await using out = await Folder.make();
  const end = await run('bin.ts', ...CONNECT, ...TWO, ...flags, '--out', out.path);
  expect(end).toMatchObject({ code: 0 });
  const { verdicts } = JSON.parse(await out.read('results.json'));
  const named = verdicts.flatMap(({ transcript }: { transcript?: string }) => transcript ?? []);
  for (const place of named) expect(await out.read(place)).toContain('HEADERS');
  const found = readdirSync(out.path, { recursive: true, encoding: 'utf8' });
  expect(found.filter((name) => name.endsWith('.txt')).sort()).toEqual([...named].sort());
  return named.sort();
}

it('what is known is recorded by itself, all is with --trace, and nothing with --no-record', async () => {
  const plain = await transcripts('--runner', 'process', '--transport', 'h2c');
  expect(plain).toEqual([KNOWN]);
  expect(await transcripts('--runner', 'process', '--trace')).toEqual(ALL);
  expect(await transcripts('--runner', 'process', '--no-record')).toEqual([]);
});

it('TLS is ended for the record, and every server of a scenario has a tap', async () => {
  await using out = await Folder.make();
  const cases = ['proxy/haproxy-tls/users/two-users-by-id', 'discovery/zookeeper/round-robin'];
  const pair = ['--runner', 'process', '--client', 'ts-grpc-js', '--server', 'go-grpc'];
  const flags = ['--case', cases.join(','), '--trace', '--out', out.path];
  const end = await run('bin.ts', ...pair, ...flags);
  expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining('2 passed, 0 failed') });
  const [tls = '', stage = ''] = await Promise.all(
    cases.map((id) => out.read(`wire/${id}/ts-grpc-js--go-grpc.txt`)),
  );
  expect(tls).toContain(':scheme: https');
  expect(tls).toContain('message /MyService/User request, 4 bytes: {"userIDs":[1,2]}');
  const opened = [...stage.matchAll(/opened · (go-grpc \d)/g)].map(([, name]) => name);
  expect([...new Set(opened)].sort()).toEqual(['go-grpc 1', 'go-grpc 2', 'go-grpc 3']);
});

const missing = await whyNoContainers();
const title = 'a wire program in a container records peers in containers';

it.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} (skipped: ${missing})`,
  async () => {
    expect(await transcripts('--runner', 'container', '--trace')).toEqual(ALL);
  },
  300_000,
);
