import { probe } from '../bytes.ts';
import { type CaseInit, step, suite } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { storms } from './storms.ts';
import { uploads } from './uploads.ts';
import { upstream } from './upstream.ts';

const SOURCE =
  'grpc/grpc doc/statuscodes.md, CANCELLED; gRPC "Cancellation" guide: either side may cancel at any time, and the other is told';

function before(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/before`,
    title: `A ${kind.id} call that is cancelled as it opens is CANCELLED`,
    source: SOURCE,
    needs: needsOf(kind, 'client.cancel'),
    plan: probePlan(kind, [step.cancel(), requests(kind, 1)], {
      ending: { case: 'awaitCancellation', value: {} },
    }),
    expect: { code: 'CANCELLED', messages: [], observed: { seen: 'either' } },
  };
}

function during(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/during`,
    title: `A ${kind.id} call that is cancelled in the handler is CANCELLED, and its handler is told`,
    source: SOURCE,
    issue: 'connectrpc/connect-es#552',
    needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
    plan: probePlan(kind, [requests(kind, 1), step.awaitSignal('entered'), step.cancel()], {
      ending: { case: 'awaitCancellation', value: {} },
    }),
    moves: [{ when: 'entered', to: 'client', name: 'entered' }],
    expect: { code: 'CANCELLED', messages: [], observed: { seen: true, cancelled: true } },
  };
}

function afterMessage(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/after-first-response`,
    title: `A ${kind.id} call that is cancelled after its first response is CANCELLED, and keeps that response`,
    source: SOURCE,
    needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
    plan: probePlan(kind, [requests(kind, 1), step.receive(), step.cancel()], {
      steps: [step.sendBody(4, 1)],
      ending: { case: 'awaitCancellation', value: {} },
    }),
    expect: {
      code: 'CANCELLED',
      messages: [probe.response(4, 1)],
      observed: { seen: true, cancelled: true },
    },
  };
}

function after(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/after`,
    title: `Cancelling a ${kind.id} call that is over changes nothing`,
    source: SOURCE,
    needs: needsOf(kind, 'client.cancel'),
    plan: probePlan(kind, [requests(kind, 1), step.halfClose(), step.drain(), step.cancel()], {
      steps: [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(4, 1)],
    }),
    expect: {
      code: 'OK',
      messages: [probe.response(4, 1)],
      observed: { seen: true, cancelled: false },
    },
  };
}

/** More than windows take at first, and less than clients do by default. */
const LARGE = 3_000_000;

function underLarge(kind: Kind): CaseInit {
  return {
    id: `${kind.id}/under-a-large-response`,
    title: `A ${kind.id} call that is cancelled while a large response is under way is CANCELLED, and its handler is told`,
    source: `${SOURCE}; RFC 9113, 5.1: what was sent before a reset may come after it`,
    tier: 'each-peer',
    needs: needsOf(kind, 'client.cancel', 'server.cancelled'),
    plan: probePlan(kind, [requests(kind, 1), step.receive(), step.cancel()], {
      steps: [step.sendBody(4, 1), step.sendBody(LARGE)],
      ending: { case: 'awaitCancellation', value: {} },
    }),
    // The large one may be there whole before the cancellation is, and come to the client or not.
    expect: {
      code: 'CANCELLED',
      observed: { seen: true, cancelled: true },
    },
  };
}

/** Cancellation by the client: before, during, after; of what flow control holds up; over two hops; by the hundred. */
export const cancellation = suite('cancellation', [
  ...KINDS.flatMap((kind) => [before(kind), during(kind), after(kind)]),
  ...KINDS.filter((kind) => kind.manyResponses).flatMap((kind) => [
    afterMessage(kind),
    underLarge(kind),
  ]),
  ...uploads,
  ...upstream,
  ...storms,
]);
