import { type ExpectedFacts, FACTS } from '../../../contract/facts.ts';
import { TYPE } from '../../../contract/http2.ts';
import type { Stage } from '../../../contract/stage.ts';
import { digestOf, field, pattern } from '../../bytes.ts';
import { type CaseInit, type ScenarioInit, step } from '../../define.ts';
import { framed, type RawStep, wire } from '../script.ts';
import { limitedBy } from './max-streams.ts';
import { type BadServer, badServer, kindOf, part, serving } from './parts.ts';

const SOURCE = 'grpc/grpc doc/negative-http2-interop-test-descriptions.md';

/** The suite's large_unary: a request body of 271,828 bytes, and one of 314,159 back. */
const OUT = step.sendBody(271_828);
const BACK = field(1, pattern(314_159));
const EXPECTED = { messages: [digestOf(BACK)] } as const;
const message = framed(BACK);

const LARGE: readonly RawStep[] = [part.headers, wire.data(message), part.ok];

function official(
  id: string,
  title: string,
  rest: Omit<BadServer, 'id' | 'title' | 'source'>,
): CaseInit {
  return badServer({
    id: `official/${id}`,
    title,
    source: `${SOURCE}, ${id}`,
    plan: { steps: [OUT] },
    ...rest,
  });
}

const ONE_CALL: readonly CaseInit[] = [
  official('rst_after_header', 'A call whose headers a reset follows fails, and does not hang', {
    steps: [part.headers, wire.rst('NO_ERROR')],
    code: 'INTERNAL',
  }),
  official('rst_during_data', 'A call whose message is cut by a reset fails, and does not hang', {
    steps: [part.headers, wire.data(message.subarray(0, message.length / 2)), wire.rst('NO_ERROR')],
    code: 'INTERNAL',
  }),
  official('rst_after_data', 'A call whose message a reset follows fails, and does not hang', {
    steps: [part.headers, wire.data(message), wire.rst('NO_ERROR')],
    code: 'INTERNAL',
  }),
  official('ping', 'PINGs around headers and data are all acknowledged, and the call is OK', {
    steps: [
      wire.ping(1),
      part.headers,
      wire.ping(2),
      wire.data(message),
      wire.ping(3),
      wire.awaitAcks(TYPE.PING, 3),
      part.ok,
    ],
    code: 'OK',
    expect: EXPECTED,
    observed: { facts: { 'ping acks': '3' } },
  }),
  {
    ...official(
      'data_frame_padding',
      'Five bytes of data and 255 of padding a frame are a message',
      {
        steps: [part.headers, wire.data(message, { padding: 255, frameSize: 5 }), part.ok],
        code: 'OK',
        expect: EXPECTED,
      },
    ),
    dear: true,
    // A client may be at it for seconds, and do nothing else (docs/findings.md).
    heavy: 'alone',
  },
];

const PLAN = { method: kindOf('unary').method, steps: [OUT] };

async function large(stage: Stage, address: string, parts: readonly number[]): Promise<void> {
  const client = stage.client({ target: address });
  for (const atOnce of parts) {
    const seen = await Promise.all(Array.from({ length: atOnce }, () => client.call(PLAN)));
    const bodies = seen.map(({ outcome }) => outcome.messages[0]?.sha256 ?? 'none');
    const wrong = seen.filter(({ code }) => code !== 'OK').map(({ code }) => code);
    stage.check('failures', 'none', wrong.join(', ') || 'none');
    const expected = EXPECTED.messages[0];
    const other = bodies.filter((one) => 'sha256' in expected && one !== expected.sha256);
    stage.check('other messages than that of 314,159 bytes', '0', String(other.length));
    await stage.sleep(1_000);
  }
}

function scenario(
  id: string,
  title: string,
  script: Parameters<Stage['raw']>[0],
  parts: readonly number[],
  facts: ExpectedFacts,
): ScenarioInit {
  return {
    ...{ id: `official/${id}`, title, source: `${SOURCE}, ${id}`, tier: 'raw-server' },
    ...{ needs: ['client.unary'], services: [] },
    scenario: async (stage) => {
      const server = await stage.raw(script);
      await large(stage, server.address, parts);
      const seen = await server.facts();
      for (const name of FACTS.filter((one) => facts[one] !== undefined)) {
        stage.check(name, String(facts[name]), seen[name] ?? 'none');
      }
    },
  };
}

/** The bad-server cases of the official interop suite. */
export const officialCases: readonly (CaseInit | ScenarioInit)[] = [
  ...ONE_CALL,
  scenario(
    'goaway',
    'After a GOAWAY the second call is made on a new connection, and both are OK',
    [serving([...LARGE, wire.goaway('NO_ERROR', 1)]), serving(LARGE)],
    [1, 1],
    { connections: '2' },
  ),
  scenario(
    'max_streams',
    'One call and then ten at once are all OK on a connection that takes one at a time',
    [serving(limitedBy(1, ...LARGE), LARGE)],
    [1, 10],
    { 'most at once': '1' },
  ),
];
