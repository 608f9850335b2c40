// What goes over the wire between real peers: recorded, changed, and kept with the results.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CASES } from '../cases/catalogue.ts';
import type { Case } from '../contract/case.ts';
import { isScenario, type PlanCase } from '../contract/case.ts';
import { Block, Direction, Frame_Kind } from '../contract/generated.ts';
import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import type { Cell, Role } from '../contract/vocabulary.ts';
import type { Recorded, TamperingInit, Wire, WireRecord } from '../contract/wire.ts';
import type { RunningPeer } from '../launch/launcher.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { type Recipe, recipes } from '../launch/recipes.ts';
import { runMatrix } from '../run/matrix-run.ts';
import { runCase } from '../run/run-case.ts';
import { Sessions } from '../run/sessions.ts';
import { WireProgram } from '../wire/program.ts';
import { writeTranscript } from '../wire/transcript.ts';
import { Folder } from './fixtures/folder.ts';

const CELL: Cell = { client: 'ts-grpc-js', server: 'go-grpc', protocol: 'grpc', transport: 'h2c' };
const PEERS = [CELL.client, CELL.server];
const recipeOf = (id: string) => recipes.find((one) => one.id === id) as Recipe;

/** A launcher that knows what it has started. */
class Remembering extends ProcessLauncher {
  last: RunningPeer | undefined;

  override async start(recipe: Recipe, name: string) {
    const peer = await super.start(recipe, name);
    this.last = peer;
    return peer;
  }
}

const launcher = new Remembering();
const sessions = new Sessions(launcher, recipes, [CELL]);
const wire = new WireProgram(launcher, recipeOf('wire'), () => undefined);

beforeAll(() => launcher.prepare(PEERS.map(recipeOf), () => undefined));
afterAll(async () => {
  await wire[Symbol.asyncDispose]();
  await sessions[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
});

function caseOf(id: string): PlanCase {
  const found = CASES.find((one) => one.id === id);
  if (found === undefined || isScenario(found)) throw new Error(`no call ${id}`);
  return found;
}

const NOT_FOUND = caseOf('status/unary/before-messages/not-found');

async function over(testCase: Case, callId: string, tamperings: readonly TamperingInit[] = []) {
  let record: WireRecord | undefined;
  const [client, server] = await Promise.all([
    sessions.of('client', CELL.client).live(),
    sessions.of('server', CELL.server).live(),
  ]);
  const onRecord = (all: WireRecord) => {
    record = all;
  };
  const use = { wire, tamperings, onRecord };
  const result = await runCase(
    CELL,
    testCase,
    { client, servers: [server] },
    { callId, wire: use },
  );
  return { result, record };
}

const message = (text: string): TamperingInit => ({
  change: {
    case: 'setField',
    value: { block: Block.TRAILERS, name: 'grpc-message', value: Buffer.from(text) },
  },
});

it('records the frames of one call, and changes nothing of it', async () => {
  const { result, record } = await over(NOT_FOUND, 'record-1');
  expect(result).toMatchObject({ verdict: 'passed', differences: [] });
  const frames = record?.frames ?? [];
  const fields = (direction: Direction) =>
    frames
      .filter((frame) => frame.direction === direction)
      .flatMap(({ headers }) => headers.map(({ name, value }) => `${name}: ${Buffer.from(value)}`));
  expect(fields(Direction.TO_SERVER)).toContain('crosswire-call-id: record-1');
  expect(fields(Direction.TO_CLIENT)).toContain('grpc-status: 5');
  expect(new Set(frames.map((frame) => frame.connection))).toEqual(new Set([1]));
  expect(frames[0]?.kind).toBe(Frame_Kind.OPENED);
});

it('a change on the way is applied, and differs in the field that it changes alone', async () => {
  const { result, record } = await over(NOT_FOUND, 'record-2', [message('tampered')]);
  expect(record?.applied).toEqual([1]);
  expect(result.verdict).toBe('failed');
  expect(result.differences.map(({ field, actual }) => [field, actual])).toEqual([
    ['message', '"tampered"'],
  ]);
});

/** How a case is run as a matrix of its own. */
interface Ran {
  readonly folder: string;
  readonly known?: readonly KnownDifference[];
  /** What the wire changes in tries that are recorded. */
  readonly tamperings?: readonly TamperingInit[];
  readonly wire?: Wire;
  readonly lost?: (why: string) => void;
  /** How often; where it is more than once, the first try alone is recorded. */
  readonly repeat?: number;
}

async function ran(testCase: PlanCase, options: Ran): Promise<Result> {
  const { folder, known = [], tamperings = [], lost = expect.unreachable, repeat = 1 } = options;
  const keep = (recorded: Recorded) => writeTranscript(folder, recorded);
  const changing: Wire = options.wire ?? { tap: (to) => wire.tap(to, tamperings) };
  const [result] = await runMatrix({
    tasks: [{ cell: CELL, testCase }],
    players: { session: (role: Role, peer) => sessions.of(role, peer) },
    known,
    tryUnsupported: false,
    bail: false,
    repeat,
    signal: new AbortController().signal,
    recording: { wire: changing, all: repeat > 1, told: new Set(), keep, lost },
    onResult: () => undefined,
  });
  if (result === undefined) throw new Error('no result');
  return result;
}

const expecting = (text: string): PlanCase => ({
  ...NOT_FOUND,
  expect: { ...NOT_FOUND.expect, message: text },
});
const TRANSCRIPT = `wire/${NOT_FOUND.id}/ts-grpc-js--go-grpc.txt`;

it('a case that fails is tried again by itself, and what went over is kept', async () => {
  await using out = await Folder.make();
  const result = await ran(expecting('another'), { folder: out.path });
  expect(result).toMatchObject({ verdict: 'failed', transcript: TRANSCRIPT });
  expect(result.otherTry).toBeUndefined();
  const text = await out.read(TRANSCRIPT);
  expect(text).toContain('✗ message: expected "another"');
  expect(text).toContain(':path: /crosswire.probe.v1.Probe/Unary');
  expect(text).toMatch(/message \/crosswire\.probe\.v1\.Probe\/Unary request, \d+ bytes: \{/);
  const jsonl = (await out.read(TRANSCRIPT.replace('.txt', '.jsonl'))).trimEnd().split('\n');
  expect(jsonl.some((line) => JSON.parse(line).messages?.length === 1)).toBe(true);
  expect(existsSync(join(out.path, TRANSCRIPT.replace('.txt', '.pcapng')))).toBe(true);
});

it('a case that fails, and passes when it is recorded, is flaky, with the evidence of both', async () => {
  await using out = await Folder.make();
  const result = await ran(expecting('tampered'), {
    folder: out.path,
    tamperings: [message('tampered')],
  });
  expect(result).toMatchObject({
    verdict: 'flaky',
    reason: 'failed at first, passed when it was recorded',
    differences: [{ field: 'message' }],
    otherTry: { verdict: 'passed', differences: [] },
    transcript: TRANSCRIPT,
  });
  expect(result.evidence?.outcome?.message).not.toBe('tampered');
  expect(result.otherTry?.evidence?.outcome?.message).toBe('tampered');
  const text = await out.read(TRANSCRIPT);
  expect(text).toMatch(/before, not recorded:\n {2}failed\n {2}✗ message/);
  expect(text).toMatch(/recorded:\n {2}passed\n {2}outcome/);
});

it('a case that fails once of several times is flaky', async () => {
  await using out = await Folder.make();
  const tamperings = [message('tampered')];
  const result = await ran(NOT_FOUND, { folder: out.path, tamperings, repeat: 2 });
  expect(result).toMatchObject({
    verdict: 'flaky',
    reason: 'failed at first, passed at repeat 1',
    differences: [{ field: 'message', actual: '"tampered"' }],
    otherTry: { verdict: 'passed' },
  });
});

it('a difference that is known only at first is flaky too', async () => {
  await using out = await Folder.make();
  const actual = `"${NOT_FOUND.expect.message}"`;
  const known: KnownDifference = {
    cases: [NOT_FOUND.id],
    clients: 'all',
    servers: 'all',
    instead: { message: actual },
    reason: 'for this test',
    link: 'docs/findings.md',
  };
  const same = await ran(expecting('another'), { folder: out.path, known: [known] });
  expect(same).toMatchObject({ verdict: 'known', transcript: TRANSCRIPT });
  const other = await ran(expecting('another'), {
    folder: out.path,
    known: [known],
    tamperings: [message('tampered')],
  });
  expect(other).toMatchObject({
    verdict: 'flaky',
    reason: 'known at first, failed when it was recorded',
    otherTry: { verdict: 'known' },
  });
});

it('a wire program that can not run is told, and changes no verdict', async () => {
  await using out = await Folder.make();
  const none = { ...recipeOf('wire'), env: { CROSSWIRE_PEER: 'none' } };
  await using broken = new WireProgram(launcher, none, () => undefined);
  const said: string[] = [];
  const lost = (why: string) => void said.push(why);
  const result = await ran(expecting('another'), { folder: out.path, wire: broken, lost });
  expect(result.verdict).toBe('failed');
  expect(result.transcript).toBeUndefined();
  expect(said).toEqual([expect.stringContaining("the wire program can't start")]);
});

it('a wire program that dies takes its records with it, and is started again', async () => {
  await using dying = new WireProgram(launcher, recipeOf('wire'), () => undefined);
  await using tap = await dying.tap({ target: '127.0.0.1:1' });
  await launcher.last?.kill();
  await expect(tap.read()).rejects.toThrow('the wire program lost a record');
  await using next = await dying.tap({ target: '127.0.0.1:1' });
  expect((await next.read()).frames).toEqual([]);
});
