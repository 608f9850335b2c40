import type { ExpectedMessage } from '../../contract/case.ts';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, type StepInit, step, suite } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, type ServerPlanInit } from '../kinds.ts';
import { earlyEnds } from './early.ts';
import { many } from './many.ts';
import { slowReaders } from './slow-reader.ts';

const SOURCE = 'gRPC over HTTP/2, "Requests" and "Responses": message order and half-close';
const [UNARY, SERVER, CLIENT, BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];

interface Script {
  readonly client: readonly StepInit[];
  readonly server?: ServerPlanInit;
  readonly sent: readonly ExpectedMessage[];
  readonly got: readonly ExpectedMessage[];
  readonly needs?: readonly string[];
  readonly heavy?: true;
}

function script(kind: Kind, id: string, title: string, what: Script): CaseInit {
  return {
    id: `${kind.id}/${id}`,
    title,
    source: SOURCE,
    ...(what.heavy && { heavy: what.heavy }),
    needs: needsOf(kind, ...(what.needs ?? [])),
    plan:
      what.server === undefined
        ? { method: kind.method, steps: [...what.client] }
        : probePlan(kind, what.client, what.server),
    expect: {
      code: 'OK',
      messages: what.got,
      observed: { seen: true, messages: what.sent, cancelled: false },
    },
  };
}

/** Through windows of 64 KiB it takes sixteen round trips, and whatever shares the connection waits with it. */
const LARGE = 1_000_000;

function lockstep(rounds: number): CaseInit {
  const turn = (first: StepInit, then: StepInit) =>
    Array.from({ length: rounds }, () => [first, then]);
  return script(BIDI, `lockstep-${rounds}`, `${rounds} messages each way, one for one`, {
    client: [...turn(step.sendBody(3), step.receive()).flat(), step.halfClose()],
    server: { steps: [...turn(step.receive(), step.sendBody(4, 1)).flat(), step.drain()] },
    sent: repeat(rounds, probe.request(3)),
    got: repeat(rounds, probe.response(4, 1)),
    needs: ['client.lockstep'],
  });
}

/** The same with an echo, whose plan would be longer than a message ought to be. */
function echoes(rounds: number): CaseInit {
  return script(BIDI, `lockstep-${rounds}`, `${rounds} messages each way, one for one`, {
    client: [
      ...Array.from({ length: rounds }, () => [step.sendBody(3), step.receive()]).flat(),
      step.halfClose(),
    ],
    sent: repeat(rounds, probe.request(3)),
    got: repeat(rounds, probe.response(3)),
    needs: ['client.lockstep'],
  });
}

/** Long enough for a call to be over on both sides, but on a busy machine. */
const LATE_MS = 500;

function readLate(kind: Kind): CaseInit {
  const answers = [step.sendBody(1, 1), step.sendBody(2, 2), step.sendBody(3, 3)];
  return script(kind, 'read-late', 'Responses wait for a client that comes to them late', {
    client: [step.sendBody(3), step.halfClose(), step.pauseReading(LATE_MS)],
    server: { steps: kind.manyRequests ? [step.drain(), ...answers] : answers },
    sent: [probe.request(3)],
    got: [probe.response(1, 1), probe.response(2, 2), probe.response(3, 3)],
    needs: ['client.pause-reading'],
  });
}

/** The four kinds when all is well: one, several, none; in turns and freely. */
export const streams = suite('streams', [
  script(UNARY, 'one-for-one', 'A request gets a response', {
    client: [step.sendBody(3)],
    server: { steps: [step.sendBody(4, 1)] },
    sent: [probe.request(3)],
    got: [probe.response(4, 1)],
  }),
  script(UNARY, 'large', 'A response of a megabyte arrives whole', {
    client: [step.sendBody(3)],
    server: { steps: [step.sendBody(LARGE, 7)] },
    sent: [probe.request(3)],
    got: [probe.response(LARGE, 7)],
    heavy: true,
  }),
  script(UNARY, 'empty-messages', 'Messages of no bytes are messages', {
    client: [step.sendBody(0)],
    sent: [probe.request(0)],
    got: [probe.response(0)],
  }),
  script(SERVER, 'several', 'Three responses arrive in order', {
    client: [step.sendBody(3)],
    server: { steps: [step.sendBody(1, 1), step.sendBody(2, 2), step.sendBody(3, 3)] },
    sent: [probe.request(3)],
    got: [probe.response(1, 1), probe.response(2, 2), probe.response(3, 3)],
  }),
  script(SERVER, 'none', 'A stream may be empty', {
    client: [step.sendBody(3)],
    server: {},
    sent: [probe.request(3)],
    got: [],
  }),
  script(SERVER, 'hundred', 'A hundred responses arrive', {
    client: [step.sendBody(3)],
    server: { steps: [step.sendBody(10, 5, 100)] },
    sent: [probe.request(3)],
    got: repeat(100, probe.response(10, 5)),
  }),
  script(CLIENT, 'several', 'Three requests arrive in order', {
    client: [step.sendBody(1, 1), step.sendBody(2, 2), step.sendBody(3, 3)],
    server: { steps: [step.drain(), step.sendBody(4, 1)] },
    sent: [probe.request(1, 1), probe.request(2, 2), probe.request(3, 3)],
    got: [probe.response(4, 1)],
  }),
  script(CLIENT, 'none', 'No requests at all get a response', {
    client: [step.halfClose()],
    sent: [],
    got: [probe.response(0)],
  }),
  script(CLIENT, 'hundred', 'A hundred requests arrive', {
    client: [step.sendBody(10, 5, 100)],
    server: { steps: [step.drain(), step.sendBody(4, 1)] },
    sent: repeat(100, probe.request(10, 5)),
    got: [probe.response(4, 1)],
  }),
  script(CLIENT, 'large', 'A request of a megabyte arrives whole', {
    client: [step.sendBody(0), step.sendBody(LARGE, 7)],
    server: { steps: [step.drain(), step.sendBody(4, 1)] },
    sent: [probe.request(0), probe.request(LARGE, 7)],
    got: [probe.response(4, 1)],
    heavy: true,
  }),
  script(BIDI, 'echo', 'An echo without a plan sends all back', {
    client: [step.sendBody(1, 1), step.sendBody(2, 2)],
    sent: [probe.request(1, 1), probe.request(2, 2)],
    got: [probe.response(1, 1), probe.response(2, 2)],
  }),
  script(BIDI, 'none', 'Both streams may be empty', {
    client: [step.halfClose()],
    sent: [],
    got: [],
  }),
  lockstep(1),
  lockstep(10),
  { ...echoes(1_000), tier: 'each-peer' },
  script(BIDI, 'server-first', 'Responses may come before the requests are over', {
    client: [step.sendBody(3), step.receive(2), step.sendBody(3, 9), step.halfClose()],
    server: { steps: [step.sendBody(1, 1, 2), step.drain()] },
    sent: [probe.request(3), probe.request(3, 9)],
    got: [probe.response(1, 1), probe.response(1, 1)],
    needs: ['client.lockstep'],
  }),
  script(BIDI, 'free', 'Fifty messages each way, neither side waiting for the other', {
    client: [step.drain(true), step.sendBody(10, 5, 50), step.halfClose()],
    server: { steps: [step.drain(true), step.sendBody(20, 6, 50), step.drain()] },
    sent: repeat(50, probe.request(10, 5)),
    got: repeat(50, probe.response(20, 6)),
    needs: ['client.free-bidi'],
  }),
  script(BIDI, 'half-close-first', 'Responses come after the client has half-closed', {
    client: [step.sendBody(3), step.halfClose(), step.receive(2)],
    server: { steps: [step.drain(), step.sendBody(1, 1), step.sendBody(2, 2)] },
    sent: [probe.request(3)],
    got: [probe.response(1, 1), probe.response(2, 2)],
  }),
  script(BIDI, 'half-close-between', 'A half-close between responses disturbs none of them', {
    client: [step.sendBody(3), step.receive(), step.halfClose(), step.receive()],
    server: { steps: [step.receive(), step.sendBody(1, 1), step.drain(), step.sendBody(2, 2)] },
    sent: [probe.request(3)],
    got: [probe.response(1, 1), probe.response(2, 2)],
    needs: ['client.lockstep'],
  }),
  script(BIDI, 'half-close-last', 'A server that has sent all waits for a half-close', {
    client: [step.sendBody(3), step.receive(3), step.sendBody(3, 9), step.halfClose()],
    server: { steps: [step.receive(), step.sendBody(1, 1, 3), step.drain()] },
    sent: [probe.request(3), probe.request(3, 9)],
    got: repeat(3, probe.response(1, 1)),
    needs: ['client.lockstep'],
  }),
  script(SERVER, 'half-close-at-once', 'A half-close right after the one request is nothing odd', {
    client: [step.sendBody(3), step.halfClose(), step.receive()],
    server: { steps: [step.sendBody(1, 1)] },
    sent: [probe.request(3)],
    got: [probe.response(1, 1)],
  }),
  readLate(SERVER),
  readLate(BIDI),
  ...earlyEnds,
  ...many,
  ...slowReaders,
]);
