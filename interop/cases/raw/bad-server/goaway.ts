import type { CaseInit, ScenarioInit } from '../../define.ts';
import { step } from '../../define.ts';
import { wire } from '../script.ts';
import { ANSWER, badServer, EXPECTED, kindOf, part, serving } from './parts.ts';

const GOAWAY =
  'gRPC over HTTP/2, "GOAWAY Frame": streams after the last accepted one are UNAVAILABLE and to be retried elsewhere; accepted ones may go on until they complete';

const ONE_CALL: readonly CaseInit[] = [
  badServer({
    id: 'goaway/under-a-call',
    title: 'A call that a GOAWAY lets go on is answered',
    source: GOAWAY,
    steps: [part.headers, wire.goaway('NO_ERROR', 1), wire.sleep(20), part.message, part.ok],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'goaway/under-a-call-with-the-largest-id',
    title: 'A call is answered after the GOAWAY that only announces the end',
    source: 'RFC 9113, 6.8: a GOAWAY with the last stream 2^31-1 says that a shutdown is imminent',
    steps: [wire.goaway('NO_ERROR', 0x7fffffff), wire.sleep(20), ...ANSWER],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'goaway/call-not-taken',
    title: 'A call that a GOAWAY says was not taken is UNAVAILABLE, or is made again by itself',
    source: GOAWAY,
    scripts: [serving([wire.goaway('NO_ERROR', 0)]), serving(ANSWER)],
    code: ['OK', 'UNAVAILABLE'],
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'goaway/call-not-taken-and-closed',
    title:
      'A call that was not taken when the connection ended is UNAVAILABLE, or is made again by itself',
    source: GOAWAY,
    scripts: [serving([wire.goaway('NO_ERROR', 0), wire.close()]), serving(ANSWER)],
    code: ['OK', 'UNAVAILABLE'],
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'goaway/enhance-your-calm',
    title:
      'A call under way at GOAWAY(ENHANCE_YOUR_CALM) and the end of the connection fails, and says so',
    source: `${GOAWAY}; "Errors": ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED; "Connection failure": UNAVAILABLE`,
    steps: [part.headers, wire.goaway('ENHANCE_YOUR_CALM', 1), wire.close()],
    code: ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'],
  }),
  badServer({
    id: 'goaway/enhance-your-calm-not-taken',
    title:
      'A call that GOAWAY(ENHANCE_YOUR_CALM) says was not taken fails, or is made again by itself',
    source: `${GOAWAY}; "Errors": ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED`,
    scripts: [serving([wire.goaway('ENHANCE_YOUR_CALM', 0), wire.close()]), serving(ANSWER)],
    code: ['OK', 'UNAVAILABLE', 'RESOURCE_EXHAUSTED'],
    expect: { messages: [EXPECTED] },
  }),
  badServer({
    id: 'goaway/protocol-error',
    title:
      'A call under way at GOAWAY(PROTOCOL_ERROR) and the end of the connection fails, and says so',
    source: `${GOAWAY}; "Errors": PROTOCOL_ERROR is INTERNAL; "Connection failure": UNAVAILABLE`,
    steps: [part.headers, wire.goaway('PROTOCOL_ERROR', 1), wire.close()],
    code: ['UNAVAILABLE', 'INTERNAL'],
  }),
  badServer({
    id: 'goaway/smaller-and-smaller',
    title: 'A call is answered when the second GOAWAY has a smaller last stream than the first',
    source:
      'RFC 9113, 6.8: an endpoint may send several GOAWAY frames, and MUST NOT increase the last stream',
    steps: [
      wire.goaway('NO_ERROR', 0x7fffffff),
      wire.goaway('NO_ERROR', 101),
      wire.goaway('NO_ERROR', 1),
      ...ANSWER,
    ],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  }),
];

const PLAN = { method: kindOf('unary').method, steps: [step.sendBody(3)] };

/** Time for a client to hear of what comes 30 ms after its answer, on a busy machine too. */
const BETWEEN_PARTS_MS = 400;

interface Many {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly scripts: Parameters<Parameters<ScenarioInit['scenario']>[0]['raw']>[0];
  /** How many calls at a time, part by part; between the parts is a pause. */
  readonly parts: readonly number[];
  /** Left out where the client may open as many as it likes. */
  readonly connections?: string;
}

function many({ id, title, source, scripts, parts, connections }: Many): ScenarioInit {
  return {
    ...{ id, title, source, tier: 'raw-server', needs: ['client.unary'], services: [] },
    scenario: async (stage) => {
      const server = await stage.raw(scripts);
      const client = stage.client({ target: server.address });
      const codes: string[] = [];
      for (const atOnce of parts) {
        const seen = await Promise.all(Array.from({ length: atOnce }, () => client.call(PLAN)));
        codes.push(...seen.map((one) => one.code));
        await stage.sleep(BETWEEN_PARTS_MS);
      }
      const failed = codes.filter((code) => code !== 'OK');
      stage.check('failures', 'none', failed.join(', ') || 'none');
      if (connections === undefined) return;
      stage.check('connections', connections, (await server.facts()).connections ?? 'none');
    },
  };
}

const MANY: readonly ScenarioInit[] = [
  many({
    id: 'goaway/idle',
    title:
      'A connection that gets GOAWAY while it is idle is left, and the next call is made on a new one',
    source: GOAWAY,
    scripts: [serving([...ANSWER, wire.sleep(30), wire.goaway('NO_ERROR', 1)]), serving(ANSWER)],
    parts: [1, 1, 1],
    connections: '2',
  }),
  many({
    id: 'goaway/idle-and-closed',
    title:
      'A connection that ends with GOAWAY while it is idle is left, and the next call is made on a new one',
    source: GOAWAY,
    scripts: [
      serving([...ANSWER, wire.sleep(30), wire.goaway('NO_ERROR', 1), wire.close()]),
      serving(ANSWER),
    ],
    parts: [1, 1, 1],
    connections: '2',
  }),
  many({
    id: 'goaway/idle-enhance-your-calm',
    title:
      'A connection that ends with GOAWAY(ENHANCE_YOUR_CALM) while it is idle is left, and the next call is made on a new one',
    source: GOAWAY,
    scripts: [
      serving([...ANSWER, wire.sleep(30), wire.goaway('ENHANCE_YOUR_CALM', 1), wire.close()]),
      serving(ANSWER),
    ],
    parts: [1, 1],
    connections: '2',
  }),
];

/** GOAWAY with and without open streams. */
export const goaway: readonly (CaseInit | ScenarioInit)[] = [...ONE_CALL, ...MANY];
