import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { CONNECT, ON_ANY_HTTP } from './kinds.ts';

const TIMEOUT = `${CONNECT}, "Timeout"; gRPC over HTTP/2, "Timeout"`;
const CANCELLED = `${CONNECT}, "Error Codes": canceled; grpc/grpc doc/statuscodes.md, CANCELLED`;
const TIMEOUT_MS = 2_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const untilCancelled = { ending: { case: 'awaitCancellation', value: {} } } as const;

function exceeded(kind: Kind): CaseInit {
  return {
    id: `deadline/${kind.id}/exceeded`,
    title: `A ${kind.id} call that outlasts its deadline is DEADLINE_EXCEEDED, and its handler is told`,
    source: TIMEOUT,
    tier: 'protocol',
    needs: needsOf(kind, 'server.time-left', 'server.cancelled'),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], untilCancelled),
      timeout: durationFromMs(TIMEOUT_MS),
    },
    expect: {
      code: 'DEADLINE_EXCEEDED',
      messages: [],
      durationMs: { min: TIMEOUT_MS * 0.5, max: TIMEOUT_MS * 4 },
      observed: { seen: true, cancelled: true, timeLeftMs: { min: 1, max: TIMEOUT_MS } },
    },
  };
}

/** `clamps`: the server may know of less, or of none. */
function within(
  id: string,
  title: string,
  timeoutMs: number,
  source: string,
  clamps = false,
): CaseInit {
  const [kind] = KINDS as readonly [Kind];
  return {
    id: `deadline/${id}`,
    title,
    source,
    tier: 'protocol',
    needs: needsOf(kind, 'server.time-left'),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], { steps: [step.sendBody(4, 1)] }),
      timeout: durationFromMs(timeoutMs),
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: {
        seen: true,
        timeLeftMs: clamps
          ? [{ min: DAY_MS, max: timeoutMs }, 'none']
          : { min: timeoutMs * 0.6, max: timeoutMs },
      },
    },
  };
}

const TEN_DIGITS = `${TIMEOUT}: "positive integer as ASCII string of at most 10 digits", and "The protocol accommodates timeouts of more than 100 days"`;

const long: readonly CaseInit[] = [
  within('a-minute', 'The handler knows the time that is left', MINUTE_MS, TIMEOUT),
  within('hundred-days', 'A deadline in a hundred days is one', 100 * DAY_MS, TEN_DIGITS),
  within(
    'a-year',
    'A deadline in a year, which has one digit too many in milliseconds, does not fail the call',
    365 * DAY_MS,
    `${TEN_DIGITS}; server implementations may clamp timeouts`,
    true,
  ),
];

/**
 * Requests end before the cancellation: on HTTP/1.1 nothing says that a server looks at a connection whose
 * requests it has yet to read.
 */
function during(kind: Kind): CaseInit {
  const [ended, drained] = kind.manyRequests ? [[step.halfClose()], [step.drain()]] : [[], []];
  return {
    id: `cancellation/${kind.id}/during`,
    title: `A ${kind.id} call that is cancelled in the handler is CANCELLED, and its handler is told`,
    source: CANCELLED,
    tier: 'protocol',
    needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
    plan: probePlan(
      kind,
      [requests(kind, 1), ...ended, step.awaitSignal('entered'), step.cancel()],
      { steps: drained, ...untilCancelled },
    ),
    moves: [{ when: 'entered', to: 'client', name: 'entered' }],
    expect: { code: 'CANCELLED', messages: [], observed: { seen: true, cancelled: true } },
  };
}

function afterMessages(kind: Kind): CaseInit {
  return {
    id: `cancellation/${kind.id}/after-messages`,
    title: `A ${kind.id} call that is cancelled after two responses is CANCELLED, and keeps them`,
    source: CANCELLED,
    tier: 'protocol',
    needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
    plan: probePlan(kind, [requests(kind, 1), step.receive(2), step.cancel()], {
      steps: [step.sendBody(4, 1, 2)],
      ...untilCancelled,
    }),
    expect: {
      code: 'CANCELLED',
      messages: repeat(2, probe.response(4, 1)),
      observed: { seen: true, cancelled: true },
    },
  };
}

/** Deadlines and cancellation. */
export const ends: readonly CaseInit[] = [
  ...ON_ANY_HTTP.flatMap((kind) => [exceeded(kind), during(kind)]),
  ...ON_ANY_HTTP.filter((kind) => kind.manyResponses).map(afterMessages),
  ...long,
];
