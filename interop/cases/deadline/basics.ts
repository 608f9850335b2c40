import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';

export const SOURCE =
  'grpc/grpc doc/statuscodes.md, DEADLINE_EXCEEDED; gRPC over HTTP/2, "Timeout"; gRPC "Deadlines" guide: the server sees the RPC cancelled';

/**
 * How much more than asked a server may be told: the specification doesn't say how exactly a
 * timeout is written, and grpcio rounds it up by as much as a hundredth.
 */
export const ROUNDING = 1.02;

/** Long enough for a call to reach its handler on a loaded machine, short enough to wait for. */
const TIMEOUT_MS = 2_000;

function exceeded(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/exceeded`,
    title: `A ${kind.id} call that outlasts its deadline is DEADLINE_EXCEEDED, and its handler is told`,
    source: SOURCE,
    needs: needsOf(kind, 'server.time-left', 'server.cancelled'),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], { ending: { case: 'awaitCancellation', value: {} } }),
      timeout: durationFromMs(TIMEOUT_MS),
    },
    expect: {
      code: 'DEADLINE_EXCEEDED',
      messages: [],
      durationMs: { min: TIMEOUT_MS * 0.5, max: TIMEOUT_MS * 4 },
      observed: { seen: true, cancelled: true, timeLeftMs: { min: 1, max: TIMEOUT_MS * ROUNDING } },
    },
  };
}

function met(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/met`,
    title: `A ${kind.id} call within its deadline is OK, and its handler knows the time left`,
    source: SOURCE,
    needs: needsOf(kind, 'server.time-left'),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], {
        steps: [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(4, 1)],
      }),
      timeout: durationFromMs(60_000),
    },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: {
        seen: true,
        cancelled: false,
        timeLeftMs: { min: 40_000, max: 60_000 * ROUNDING },
      },
    },
  };
}

function none(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/none`,
    title: `A ${kind.id} call without a deadline has none at the server`,
    source: 'gRPC over HTTP/2, "Timeout": without it, the server assumes an infinite timeout',
    needs: needsOf(kind, 'server.time-left'),
    plan: probePlan(kind, [requests(kind, 1)], {
      steps: [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(4, 1)],
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: { seen: true, timeLeftMs: 'none' },
    },
  };
}

/** Deadlines in each kind: exceeded, met, none. */
export const BASIC_CASES: readonly CaseInit[] = KINDS.flatMap((kind) => [
  exceeded(kind),
  met(kind),
  none(kind),
]);
