import type { CaseInit, ScenarioInit } from '../../define.ts';
import { wire } from '../script.ts';
import { ANSWER, badServer, EXPECTED, kindOf, part, request, serving, UNDER_WAY } from './parts.ts';

const EARLY =
  'gRPC over HTTP/2, "Early Server Closure": the client that gets Trailers before its END_STREAM resets the stream itself';
const COMPLETE =
  'RFC 9113, 8.1: a server may send RST_STREAM(NO_ERROR) after a complete response, and clients must not discard the response for it; 5.1: the stream is closed by then';

/** An upload that waits for a window, and a status that ends it. */
const ENDED_EARLY = {
  plan: { steps: [request(true)] },
  connection: { noWindows: true },
  atOnce: [UNDER_WAY, part.trailersOnly('10', ['grpc-message', 'enough'])],
  code: 'ABORTED' as const,
  expect: { message: 'enough', messages: [] },
};

/** Resets behind a complete response, and responses that are complete too early. */
export const afterTheEnd: readonly (CaseInit | ScenarioInit)[] = [
  badServer({
    id: 'rst/after-the-end/no-error-small',
    title: 'RST_STREAM(NO_ERROR) after a complete response changes nothing',
    source: COMPLETE,
    steps: [...ANSWER, wire.rst('NO_ERROR')],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'rst/after-the-end/no-error-large',
    title:
      'RST_STREAM(NO_ERROR) after a complete response ends an upload under way, and keeps the response',
    source: COMPLETE,
    kind: 'client-stream',
    plan: { steps: [request(true)] },
    connection: { noWindows: true },
    atOnce: [UNDER_WAY, ...ANSWER, wire.rst('NO_ERROR')],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'rst/after-the-end/cancel-small',
    title: 'RST_STREAM(CANCEL) on a stream that both sides have ended changes nothing',
    source:
      'RFC 9113, 5.1, closed: an endpoint must be prepared for RST_STREAM after it has sent END_STREAM; the status was complete',
    steps: [...ANSWER, wire.rst('CANCEL')],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'rst/after-the-end/error-status-large',
    title:
      'A status that comes in the middle of an upload reaches the client, though no reset follows',
    source: EARLY,
    kind: 'client-stream',
    ...ENDED_EARLY,
  }),
  badServer({
    id: 'rst/after-the-end/error-status-bidi',
    title:
      'A status that comes in the middle of a bidirectional upload reaches the client, though no reset follows',
    source: EARLY,
    kind: 'bidi-stream',
    ...ENDED_EARLY,
  }),
  badServer({
    id: 'rst/refused-then-taken',
    title: 'A call that was refused once is UNAVAILABLE, or is made again by itself',
    source:
      'gRPC over HTTP/2, "Errors": REFUSED_STREAM says that no processing occurred and the request can be retried; proposal A6, "Transparent retries"',
    scripts: [serving([wire.rst('REFUSED_STREAM')], ANSWER)],
    code: ['OK', 'UNAVAILABLE'],
    expect: { messages: [EXPECTED] },
  }),
  {
    id: 'rst/after-the-end/sixty-early-ends',
    title:
      'Sixty uploads, one after the other on a connection, that a status ends early all get that status',
    source: EARLY,
    tier: 'raw-server',
    needs: ['client.client-stream'],
    services: [],
    scenario: async (stage) => {
      const server = await stage.raw([{ calls: [{ steps: ENDED_EARLY.atOnce }] }]);
      const plan = { method: kindOf('client-stream').method, ...ENDED_EARLY.plan };
      const client = stage.client({ target: server.address });
      const codes: string[] = [];
      for (let at = 0; at < 60; at++) codes.push((await client.call(plan)).code);
      const wrong = new Set(codes.filter((code) => code !== 'ABORTED'));
      stage.check('codes other than ABORTED', 'none', [...wrong].sort().join(', ') || 'none');
    },
  },
];
