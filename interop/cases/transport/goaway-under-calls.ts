import { TYPE } from '../../contract/http2.ts';
import type { Seen, Stage } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { answering, kindOf, part, serving } from '../raw/bad-server/parts.ts';
import { type RawStep, wire } from '../raw/script.ts';

/** GOAWAY while calls are open, over one channel. */

const GOAWAY =
  'gRPC over HTTP/2, "GOAWAY Frame": streams after the last accepted one are UNAVAILABLE and to be retried elsewhere; accepted ones may go on until they complete';

const UNARY = { method: kindOf('unary').method, steps: [step.sendBody(3)] };
const AT_ONCE = 6;
/** How many of them a server takes that takes not all. */
const TAKEN = 3;
const LARGEST = 0x7fffffff;

const TELLS = 'answered-on';
/** An answer that says which connection it came over. */
const answerOn = (connection: string): RawStep[] => [
  ...[part.headers, part.message],
  part.status('0', [TELLS, connection]),
];

/** The connection that a call was answered on, or its code. */
function endOf({ code, outcome }: Seen): string {
  const told = outcome.trailers.find(({ name }) => name === TELLS);
  return code === 'OK' ? `OK ${Buffer.from(told?.value ?? []).toString('latin1')}` : code;
}

const endsOf = (seen: readonly Seen[]) => [...new Set(seen.map(endOf))].sort().join(', ');

/** The number of the n-th call's stream (RFC 9113, 5.1.1). */
const streamOf = (nth: number) => 2 * nth - 1;

/** Calls that are all open when the connection gets its GOAWAY; then some more, which must go over another one. */
async function underWay(stage: Stage, calls: readonly (readonly RawStep[])[]) {
  const steps = calls.map((one) => ({ steps: [...one] }));
  const server = await stage.raw([{ calls: steps }, serving(answerOn('2'))]);
  const client = stage.client({ target: server.address });
  stage.check('first call', 'OK 1', endOf(await client.call(UNARY)));
  const under = await client.calls(AT_ONCE, { atOnce: AT_ONCE, plan: UNARY });
  const after = await client.calls(AT_ONCE, { atOnce: AT_ONCE, plan: UNARY });
  stage.check('calls after it', 'OK 2', endsOf(after));
  return under;
}

const FIRST = answering(answerOn('1'));
const ALL_OPEN = wire.awaitCalls(1 + AT_ONCE);
/** The announcement; the last stream is told once the client has seen that. */
const ANNOUNCED = [
  wire.goaway('NO_ERROR', LARGEST),
  wire.ping(),
  wire.awaitAcks(TYPE.PING),
  wire.goaway('NO_ERROR', streamOf(1 + AT_ONCE)),
];
/** So that an answer comes after it. */
const SEEN = wire.awaitAcks(TYPE.PING);

async function announced(stage: Stage): Promise<void> {
  const held = [ALL_OPEN, wire.awaitEnd(), SEEN, ...answerOn('1')];
  const others = Array.from({ length: AT_ONCE - 1 }, () => held);
  const last = [wire.awaitEnd(), ...ANNOUNCED, ...answerOn('1')];
  const under = await underWay(stage, [FIRST, ...others, last]);
  stage.check('calls under way', 'OK 1', endsOf(under));
}

async function notTaken(stage: Stage): Promise<void> {
  const taken = [ALL_OPEN, wire.awaitEnd(), SEEN, ...answerOn('1')];
  const last = [wire.goaway('NO_ERROR', streamOf(1 + TAKEN)), wire.ping()];
  const all = Array.from({ length: AT_ONCE - 1 }, (_, at) => (at < TAKEN ? taken : []));
  const under = (await underWay(stage, [FIRST, ...all, last])).map(endOf);
  stage.check('taken', String(TAKEN), String(under.filter((end) => end === 'OK 1').length));
  const others = [...new Set(under.filter((end) => end !== 'OK 1'))].sort().join(', ');
  stage.holds('others', EITHER.join(' or '), others, EITHER.includes(others));
}

/** Made again by itself, or left to who calls; and some so, some so. */
const EITHER = ['OK 2', 'UNAVAILABLE', 'OK 2, UNAVAILABLE'];

function calling(about: Omit<ScenarioInit, 'tier' | 'needs' | 'services'>): ScenarioInit {
  return { ...about, tier: 'raw-server', needs: ['client.unary'], services: [] };
}

/** A server that leaves in two steps as it should, and one that takes only some of the calls that are open. */
export const goawaysUnderCalls: readonly ScenarioInit[] = [
  calling({
    id: 'goaway/announced-under-calls',
    title:
      'Six calls are answered after a server has announced its end and told its last stream, and the next go over a new connection',
    source: `${GOAWAY}; RFC 9113, 6.8: GOAWAY with 2^31-1, and after at least a round trip another, "ensures that a connection can be cleanly shut down without losing requests"`,
    scenario: announced,
  }),
  calling({
    id: 'goaway/some-not-taken',
    title:
      'Of six calls three are answered that a GOAWAY says were taken, the others made again or UNAVAILABLE, and the next go over a new connection',
    source: `${GOAWAY}; gRFC A6, "Transparent Retries"`,
    scenario: notTaken,
  }),
];
