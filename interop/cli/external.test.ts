// Peers of somebody else's: the official client and server of grpc-go, and commands that are none.
import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../launch/fixtures/fake.ts';
import { freePort } from '../launch/free-ports.ts';
import { runTool } from '../launch/run-tool.ts';
import { Folder } from './fixtures/folder.ts';
import { Started } from './fixtures/started.ts';
import { splitWords } from './words.ts';

/** Building the official programs takes half a minute where nothing is cached. */
const BUILD_MS = 300_000;
const RUN_MS = 120_000;
/** All but what races at the deadline or with a cancellation (docs/findings.md), and what grpc-go's programs don't do. */
const STEADY = ['--case', 'official/!(timeout-*|cancel-after-begin|*-compressed-*){,/*}'];

let programs: string;
let port: number;
let server: ChildProcess;

beforeAll(async () => {
  programs = (await runTool('scripts/official.sh', [])).trim();
  port = await freePort();
  server = spawn(`${programs}/server`, ['-port', String(port)], { stdio: 'ignore' });
  await eventually(() => accepts(port), RUN_MS);
}, BUILD_MS);
afterAll(() => server?.kill('SIGKILL'));

function accepts(at: number): Promise<boolean> {
  const socket = connect(at, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

/** Runs the command line, and reads what came of it. */
async function played(...args: readonly string[]) {
  await using out = await Folder.make();
  await using started = new Started('bin.ts', ['--no-record', ...args, '--out', out.path]);
  const end = await started.end;
  const report = end.code === 2 ? undefined : JSON.parse(await out.read('results.json'));
  return { ...end, summary: report?.summary, verdicts: report?.verdicts ?? [] };
}

describe('official programs', () => {
  it('have a server that our clients understand', async () => {
    const peer = ['--peer-server', `127.0.0.1:${port},name=official-go`];
    const said = await played(...peer, '--client', 'ts-grpc-js,python-grpcio', ...STEADY);
    expect(said).toMatchObject({ code: 0, summary: { passed: 28, failed: 0 } });
    expect(said.stdout).toContain('official-go');
    expect(said.verdicts[0].reason).toContain('client side only');
  });

  it('have a client that our servers understand, with TLS too', async () => {
    const client = `${programs}/client`;
    const peers = ['--peer-client', `name=official-go ${client}`];
    const secure = ['--peer-client', `name=official-go-tls tls ${client}`];
    const servers = ['--server', 'ts-grpc-js,python-grpcio'];
    const said = await played(...peers, ...secure, ...servers, ...STEADY);
    expect(said).toMatchObject({ code: 0, summary: { passed: 56, failed: 0 } });
    expect(said.verdicts[0].reason).toContain('server side only');
  });

  it('play with each other', async () => {
    const pair = ['--peer-server', `127.0.0.1:${port}`, '--peer-client', `${programs}/client`];
    const said = await played(...pair, '--client', 'go-grpc', '--server', 'go-grpc', ...STEADY);
    expect(said).toMatchObject({ code: 0, summary: { failed: 0 } });
    expect(said.stdout).toMatch(new RegExp(`^  client .*127.0.0.1:${port}`, 'm'));
  });
});

describe('a client', () => {
  const one = ['--server', 'ts-grpc-js', '--case', 'official/large-unary'];

  it('that calls nobody has not passed, however content it is', async () => {
    const { code, verdicts } = await played('--peer-client', 'true', ...one);
    expect(code).toBe(1);
    expect(verdicts[0].differences).toEqual([
      {
        field: 'observed.methods',
        expected: '/grpc.testing.TestService/UnaryCall',
        actual: 'nothing seen',
      },
    ]);
  });

  it('that fails is told by its exit code and the end of its output, made visible', async () => {
    const script = `sh -c 'printf "one\\n\\033[31mtwo" >&2; exit 3'`;
    const { code, stdout, verdicts } = await played('--peer-client', script, ...one);
    expect(code).toBe(1);
    expect(verdicts[0].differences[0].field).toBe('exit');
    expect(stdout).toContain('exit code 3: ␛[31mtwo');
    expect(stdout).toContain(`--peer-client 'sh -c`);
    expect(stdout).not.toContain('\u001b[31mtwo');
  });

  it('that does not end is ended by Ctrl-C, and leaves nothing', async () => {
    await using out = await Folder.make();
    const args = ['--peer-client', `name=slow sh -c 'sleep 4711'`, ...one, '--out', out.path];
    await using started = new Started('bin.ts', args);
    const sleeps = async () => (await started.family()).size >= 4;
    expect(await eventually(sleeps, RUN_MS)).toBe(true);
    started.kill('SIGINT');
    expect((await started.end).code).toBe(130);
    expect(await started.left()).toEqual([]);
  });
});

describe('a flag that makes no sense is an error with a reason', () => {
  it.each([
    [['--peer-server', 'nowhere'], 'give host:port'],
    [['--peer-server', '127.0.0.1:1'], 'nothing answers there: connect ECONNREFUSED 127.0.0.1:1'],
    [['--peer-server', '127.0.0.1:1,colour=red'], '"colour=red" is none of compression, tls'],
    [['--peer-client', 'crosswire-nobody --x'], 'there is no program "crosswire-nobody"'],
    [['--peer-client', "true 'x"], 'a quote is not closed'],
    [['--peer-client', 'name=go-grpc true'], 'there is a peer called go-grpc already'],
    [['--peer-client', 'true', '--case', 'users/**'], 'matches nothing'],
    [['--peer-client', 'true', '--runner', 'container'], 'run with processes'],
  ] as const)('%j', async (args, text) => {
    const { code, stderr } = await played(...args);
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });
});

it.each([
  ['a b', ['a', 'b']],
  [`  a  'b c' "d 'e'" `, ['a', 'b c', "d 'e'"]],
  [`a\\ b '' "\\""`, ['a b', '', '"']],
  ['', []],
  ["a 'b", undefined],
])('the words of %j', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
