import { TYPE } from '../../contract/http2.ts';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import type { ServerPlanInit } from '../kinds.ts';
import {
  another,
  bad,
  head,
  LIMIT_MS,
  message,
  PATHS,
  SEEN,
  UNSEEN,
  whole,
} from '../raw/bad-client/request.ts';
import { type RawStep, wire } from '../raw/script.ts';

/** PINGs of a client, and what servers make of too many. */

const A8 = 'gRFC A8, "Server Enforcement"';
const ENFORCED = `${A8}: servers "need to respond to misbehaving clients by sending GOAWAY with error code ENHANCE_YOUR_CALM and additional debug data of ASCII "too_many_pings" followed by immediately closing the connection"; MAX_PING_STRIKES is 2`;
const CALMED = {
  goaway: 'ENHANCE_YOUR_CALM',
  'goaway text': 'too_many_pings',
  end: 'closed',
} as const;
const STRIKES = ['server.ping-strikes'];

const MANY = 8;
const pings = (count: number, from = 0): RawStep[] =>
  Array.from({ length: count }, (_, at) => wire.ping(from + at));

/** Two PINGs, one of them too soon, and then an answer. */
const ROUNDS = 4;
const rounds = Array.from({ length: ROUNDS }, (_, round): RawStep[] => [
  ...pings(2, 2 * round),
  wire.awaitAcks(TYPE.PING, 2 * (round + 1), LIMIT_MS),
  ...(round === 0 ? whole() : another()),
]).flat();

/** A handler that says that it is there, and then waits for its end. */
const WAITING: ServerPlanInit = {
  steps: [step.sendBody(3)],
  ending: { case: 'awaitCancellation', value: {} },
};

/** A client that pings too often, and one that does not. */
export const pinging: readonly CaseInit[] = [
  bad({
    id: 'pings/too-many-without-calls',
    title: 'A client that pings again and again, and calls nothing, is told to calm down, and left',
    source: ENFORCED,
    needs: STRIKES,
    steps: [...pings(MANY), wire.awaitClosed(LIMIT_MS)],
    facts: CALMED,
    observed: UNSEEN,
  }),
  bad({
    id: 'pings/too-many-under-a-call',
    title: 'A client that pings again and again under a call is told to calm down, and loses it',
    source: `${ENFORCED}; that "fails any in-progress RPCs"`,
    kind: 'server-stream',
    needs: STRIKES,
    steps: [
      wire.headers(head({ ':path': PATHS['server-stream'] }), { stream: 'new' }),
      wire.data(message(WAITING), { endStream: true }),
      wire.awaitFrames(TYPE.DATA, 1, undefined, LIMIT_MS),
      ...pings(MANY),
      wire.awaitClosed(LIMIT_MS),
    ],
    facts: CALMED,
    observed: { seen: true, cancelled: true, messages: [probe.request(3)] },
  }),
  bad({
    id: 'pings/between-answers',
    title: 'A client that pings twice before each call is answered, however many they become',
    source: `${A8}: "servers should permit receiving a PING after sending HEADERS and DATA frames", which set ping_strikes to 0; RFC 9113, 6.7: PING MUST be answered`,
    steps: rounds,
    reply: 'OK',
    facts: { goaway: 'none', 'ping acks': String(2 * ROUNDS) },
    observed: SEEN,
  }),
];
