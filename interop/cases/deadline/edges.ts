import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { probe } from '../bytes.ts';
import { type CaseInit, type StepInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { ROUNDING, SOURCE } from './basics.ts';

/** What a timer that fires at once needs to be first, in milliseconds. */
const WHILE_MS = 150;
const sleep: StepInit = {
  action: { case: 'sleep', value: { duration: durationFromMs(WHILE_MS) } },
};

/** Answers after a while, so that a client that takes no time for no limit is OK, and doesn't hang. */
function answers(kind: Kind) {
  return probePlan(kind, [requests(kind, 1)], {
    steps: [...(kind.manyRequests ? [step.drain()] : []), sleep, step.sendBody(4, 1)],
  });
}

const PAST = [
  { id: 'zero', ms: 0 },
  { id: 'past', ms: -1_000 },
] as const;

function isOver(kind: Kind, { id, ms }: (typeof PAST)[number]): CaseInit {
  return {
    id: `${kind.id}/${id}`,
    title: `A ${kind.id} call with a timeout of ${ms} ms, which is over as it opens, is DEADLINE_EXCEEDED`,
    source: `${SOURCE}; a deadline is a point in time, and this one is past. gRPC over HTTP/2 has no TimeoutValue for it ("positive integer"), so that the client has to see to it`,
    issue: 'connectrpc/connect-go#982',
    tier: 'each-peer',
    needs: needsOf(kind),
    plan: { ...answers(kind), timeout: durationFromMs(ms) },
    expect: { code: 'DEADLINE_EXCEEDED', messages: [], observed: { seen: 'either' } },
  };
}

function oneMillisecond(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/one-millisecond`,
    title: `A ${kind.id} call with a timeout of 1 ms is DEADLINE_EXCEEDED, and soon`,
    source: SOURCE,
    tier: 'each-peer',
    needs: needsOf(kind),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], { ending: { case: 'awaitCancellation', value: {} } }),
      timeout: durationFromMs(1),
    },
    expect: {
      code: 'DEADLINE_EXCEEDED',
      messages: [],
      durationMs: { min: 0, max: 5_000 },
      observed: { seen: 'either' },
    },
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Three weeks are the most whole weeks that milliseconds in 31 bits hold. */
const LONG = [
  { id: 'one-day', ms: DAY_MS },
  { id: 'three-weeks', ms: 21 * DAY_MS },
  { id: 'one-month', ms: 30 * DAY_MS },
  { id: 'one-year', ms: 365 * DAY_MS },
] as const;

function long(kind: Kind, { id, ms }: (typeof LONG)[number]): CaseInit {
  return {
    id: `${kind.id}/${id}`,
    title: `A ${kind.id} call with a timeout of ${id.replace('-', ' ')} is OK, and its handler knows the time left`,
    source:
      'gRPC over HTTP/2, "Timeout": TimeoutValue has at most 8 digits, and units up to hours, so that the timeout is told to the nearest second or minute',
    tier: 'pairs',
    needs: needsOf(kind, 'server.time-left'),
    plan: { ...answers(kind), timeout: durationFromMs(ms) },
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: {
        seen: 'either',
        cancelled: false,
        timeLeftMs: [{ min: ms * 0.98, max: ms * ROUNDING }],
      },
    },
  };
}

function afterMessages(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/exceeded-after-messages`,
    title: `A ${kind.id} call that outlasts its deadline after a message keeps it, and is DEADLINE_EXCEEDED`,
    source: SOURCE,
    tier: 'each-peer',
    needs: needsOf(kind, 'server.cancelled'),
    plan: {
      ...probePlan(kind, [requests(kind, 1), step.receive()], {
        steps: [step.sendBody(4, 1)],
        ending: { case: 'awaitCancellation', value: {} },
      }),
      timeout: durationFromMs(2_000),
    },
    expect: {
      code: 'DEADLINE_EXCEEDED',
      messages: [probe.response(4, 1)],
      observed: { seen: true, cancelled: true },
    },
  };
}

/** Deadlines that are past, almost, or far away. */
export const EDGE_CASES: readonly CaseInit[] = [
  ...KINDS.flatMap((kind) => [...PAST.map((one) => isOver(kind, one)), oneMillisecond(kind)]),
  ...KINDS.filter(({ id }) => id === 'unary').flatMap((kind) => LONG.map((one) => long(kind, one))),
  ...KINDS.filter(({ manyResponses }) => manyResponses).map(afterMessages),
];
