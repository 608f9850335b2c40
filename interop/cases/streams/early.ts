import { probe } from '../bytes.ts';
import { type CaseInit, type StepInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, type ServerPlanInit } from '../kinds.ts';

const SOURCE =
  'gRPC over HTTP/2, "Responses": a server may end the response before the client half-closes; RFC 9113, 8.1: it may reset the stream with NO_ERROR then, and "Clients MUST NOT discard responses as a result"';

const ABORTED = { case: 'status', value: { code: 10, message: 'enough' } } as const;

/** How the client goes on sending to a server that has had enough. */
interface Sending {
  readonly id: string;
  readonly what: string;
  readonly steps: readonly StepInit[];
}

const SENDINGS: readonly Sending[] = [
  {
    id: 'then-more',
    what: 'whose client sends more once it has the answer',
    steps: [step.sendBody(3), step.receive(), step.sendBody(3, 1, 3)],
  },
  {
    id: 'among-many',
    what: 'whose client sends two hundred requests all the same',
    steps: [step.sendBody(3), step.sendBody(100, 1, 200)],
  },
];

interface Answer {
  readonly id: 'ok' | 'error';
  readonly title: (kind: Kind, what: string) => string;
  readonly issue: string;
}

const ANSWERS: readonly Answer[] = [
  {
    id: 'ok',
    title: (kind, what) => `A ${kind.id} call is OK after its first request, ${what}`,
    issue: 'grpc#29615',
  },
  {
    id: 'error',
    title: (kind, what) => `A ${kind.id} call is ABORTED after its first request, ${what}`,
    issue: 'grpc-node#1664',
  },
];

/** Who sends and reads by turns alone isn't told that the other side is done: responses are read meanwhile. */
function reading(kind: Kind, steps: readonly StepInit[]): StepInit[] {
  const waits = steps.some(({ action }) => action?.case === 'receive');
  return [...(kind.manyResponses && !waits ? [step.drain(true)] : []), ...steps];
}

function early(kind: Kind, { id, what, steps }: Sending, answer: Answer): CaseInit {
  const ok = answer.id === 'ok';
  const replies = ok || kind.manyResponses;
  const plan: ServerPlanInit = {
    steps: [step.receive(), ...(replies ? [step.sendBody(4, 1)] : [])],
    ...(ok ? {} : { ending: ABORTED }),
  };
  return {
    id: `early/${kind.id}/${answer.id}-${id}`,
    title: answer.title(kind, what),
    source: SOURCE,
    issue: answer.issue,
    tier: 'pairs',
    needs: needsOf(kind, ...(kind.manyResponses ? ['client.free-bidi'] : [])),
    plan: probePlan(kind, reading(kind, steps), plan),
    expect: {
      code: ok ? 'OK' : 'ABORTED',
      ...(ok ? {} : { message: 'enough' }),
      messages: replies ? [probe.response(4, 1)] : [],
      observed: { seen: true },
    },
  };
}

/** More than windows take: the client is still in it when the answer comes. */
const LARGE = 2_000_000;

function large(kind: Kind): CaseInit {
  return {
    id: `early/${kind.id}/error-in-a-large-request`,
    title: `A ${kind.id} call is ABORTED while a large request of it is under way`,
    source: SOURCE,
    tier: 'each-peer',
    needs: needsOf(kind, ...(kind.manyResponses ? ['client.free-bidi'] : [])),
    plan: probePlan(kind, reading(kind, [step.sendBody(3), step.sendBody(LARGE)]), {
      steps: [step.receive()],
      ending: ABORTED,
    }),
    expect: { code: 'ABORTED', message: 'enough', messages: [], observed: { seen: true } },
  };
}

const MANY = KINDS.filter(({ manyRequests }) => manyRequests);

/** Servers that are done before their clients. */
export const earlyEnds: readonly CaseInit[] = [
  ...MANY.flatMap((kind) =>
    SENDINGS.flatMap((sending) => ANSWERS.map((answer) => early(kind, sending, answer))),
  ),
  ...MANY.map(large),
];
