import type { Seen, Stage, StagePlan } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';

const [UNARY, SERVER, , BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];
const ORDER =
  'gRPC "Core concepts": "gRPC guarantees message ordering within an individual RPC call"';

const codesOf = (seen: readonly Seen[]) =>
  [...new Set(seen.map(({ code }) => code))].sort().join(', ') || 'none';

const ROUNDS = 10;
const STREAMS = 100;

const IN_TURNS: StagePlan = {
  method: BIDI.method,
  steps: [
    ...Array.from({ length: ROUNDS }, () => [step.sendBody(3), step.receive()]).flat(),
    step.halfClose(),
  ],
};

/** A hundred streams at once, each in turns. */
async function hundred(stage: Stage): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address, timeoutMs: 25_000 });
  await client.call();
  const seen = await client.calls(STREAMS, { atOnce: STREAMS, plan: IN_TURNS });
  stage.check('codes', 'OK', codesOf(seen));
  const counts = [...new Set(seen.map(({ outcome }) => outcome.messages.length))].join(', ');
  stage.check('messages each', String(ROUNDS), counts);
}

const STREAMS_ALLOWED = 5;
const CALLS = 40;
const BRIEFLY: StagePlan = { method: UNARY.method, steps: [step.sendBody(3)] };

/** More calls than a server lets there be. */
async function crowd(stage: Stage): Promise<void> {
  const server = await stage.server({ maxConcurrentStreams: STREAMS_ALLOWED });
  const client = stage.client({ target: server.address, timeoutMs: 25_000 });
  await client.call();
  const seen = await client.calls(CALLS, { atOnce: CALLS, plan: BRIEFLY });
  const failed = seen.filter(({ code }) => code !== 'OK');
  if (failed[0] !== undefined) stage.note(`${failed.length} failed: ${failed[0].outcome.message}`);
  stage.check('codes', 'OK', codesOf(seen));
}

/** As many held calls as there may be, and one more. */
async function full(stage: Stage): Promise<void> {
  const server = await stage.server({ maxConcurrentStreams: STREAMS_ALLOWED });
  const client = stage.client({ target: server.address, timeoutMs: 25_000 });
  await client.call();
  const holds = Array.from({ length: STREAMS_ALLOWED }, () => client.hold(10_000));
  const held = (await Promise.all(holds)).filter((one) => one !== undefined);
  stage.check('held', String(STREAMS_ALLOWED), String(held.length));
  const waiting = client.call();
  waiting.catch(() => undefined); // told where it is awaited
  const ended = await Promise.all(held.map((one) => one.release()));
  stage.check('held calls', 'OK', codesOf(ended));
  stage.check('the call beyond them', 'OK', (await waiting).code);
}

const COUNT = 100_000;
/**
 * Ten bytes with tag, length and prefix, so that all are within the 1 MiB that grpc-js keeps for retries: what becomes
 * of those beyond it is a matter of minutes on a busy machine (docs/findings.md).
 */
const SMALL = 3;
/** Long, for a machine that has others to serve. */
const PATIENCE_MS = 75_000;

/** Who has them all says so, and only then the other side ends the call: one that is missing is a deadline. */
const DOWN: StagePlan = {
  method: BIDI.method,
  steps: [step.sendBody(3), step.receive(COUNT), step.sendBody(3)],
  serverPlan: { steps: [step.sendBody(SMALL, 1, COUNT), step.receive(2)] },
};
const UP: StagePlan = {
  method: BIDI.method,
  steps: [step.sendBody(3), step.sendBody(SMALL, 1, COUNT), step.receive(), step.halfClose()],
  serverPlan: { steps: [step.receive(1 + COUNT), step.sendBody(4, 1), step.drain()] },
};

/** A hundred thousand small messages one way. */
async function flood(stage: Stage, way: 'up' | 'down'): Promise<void> {
  const server = await stage.server({ apart: true });
  const client = stage.client({ target: server.address, timeoutMs: PATIENCE_MS });
  const seen = await client.call(way === 'up' ? UP : DOWN);
  stage.check('code', 'OK', seen.code);
  const perSecond = COUNT / ((seen.endedMs - seen.startedMs) / 1_000);
  stage.note(`${Math.round(perSecond).toLocaleString('en')} messages a second ${way}`);
}

const base = { services: [], tier: 'each-peer' } as const;

/** Many streams, and many messages on one. */
export const many: readonly ScenarioInit[] = [
  {
    ...base,
    id: 'hundred-streams',
    title: 'A hundred streams of one connection each go their own pace',
    source: `${ORDER}; RFC 9113, 5.1.2: streams are concurrent`,
    needs: needsOf(BIDI, 'client.lockstep'),
    scenario: hundred,
  },
  {
    ...base,
    id: 'max-streams/crowd',
    title: 'Eight times the calls that MAX_CONCURRENT_STREAMS lets there be are all OK',
    source:
      'RFC 9113, 5.1.2: "Endpoints MUST NOT exceed the limit set by their peer"; the calls beyond it wait, go elsewhere, or are tried again (REFUSED_STREAM, 8.7)',
    needs: needsOf(UNARY, 'server.max-concurrent-streams'),
    scenario: crowd,
  },
  {
    ...base,
    id: 'max-streams/one-more',
    title: 'The call beyond MAX_CONCURRENT_STREAMS is OK in the end',
    source:
      'RFC 9113, 5.1.2: a client that wishes to go beyond the limit waits, or opens a connection',
    needs: needsOf(SERVER, 'server.max-concurrent-streams'),
    scenario: full,
  },
  ...(['up', 'down'] as const).map(
    (way): ScenarioInit => ({
      id: `hundred-thousand/${way}`,
      title: `A hundred thousand small messages arrive ${way === 'up' ? 'at a server' : 'at a client'}`,
      source: ORDER,
      tier: 'dear',
      services: [],
      heavy: true,
      needs: needsOf(BIDI, 'client.lockstep'),
      scenario: (stage) => flood(stage, way),
    }),
  ),
];
