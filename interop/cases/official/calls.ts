import type { Tier } from '../../contract/vocabulary.ts';
import { type CaseInit, pathOf, step } from '../define.ts';
import {
  arrives,
  ask,
  CLIENT_STREAM,
  DUPLEX,
  described,
  duplex,
  LARGE,
  largeRequest,
  method,
  SERVER_STREAM,
  SIZES,
  TURNS,
  UNARY,
  unary,
  zeros,
} from './parts.ts';

/** The suite's own calls, with their bodies of hundreds of kilobytes, once a pair. */
const ONCE: Tier = 'pairs';

const emptyUnary: CaseInit = {
  id: 'empty-unary',
  title: 'An empty request gets an empty response',
  source: described('empty_unary'),
  needs: UNARY,
  plan: {
    method: pathOf(method.emptyCall),
    steps: [step.send(method.emptyCall.input, {})],
  },
  expect: {
    code: 'OK',
    messages: [{ json: {} }],
    observed: { seen: true, messages: [{ json: {} }] },
  },
};

const largeUnary: CaseInit = {
  id: 'large-unary',
  title: `A request with ${LARGE.out} bytes gets a response with ${LARGE.back}`,
  source: described('large_unary'),
  needs: UNARY,
  plan: unary(largeRequest),
  expect: {
    code: 'OK',
    messages: [arrives.response(LARGE.back)],
    observed: { seen: true, messages: [arrives.simple(LARGE.out, LARGE.back)] },
  },
};

const clientStreaming: CaseInit = {
  id: 'client-streaming',
  title: 'The sizes of four requests are added up',
  source: described('client_streaming'),
  needs: CLIENT_STREAM,
  plan: {
    method: pathOf(method.streamingInputCall),
    steps: SIZES.out.map((size) =>
      step.send(method.streamingInputCall.input, { payload: zeros(size) }),
    ),
  },
  expect: {
    code: 'OK',
    messages: [{ json: { aggregatedPayloadSize: 74_922 } }],
    observed: { seen: true, messages: SIZES.out.map(arrives.input) },
  },
};

const serverStreaming: CaseInit = {
  id: 'server-streaming',
  title: 'One request gets four responses of the sizes that it asks for, in order',
  source: described('server_streaming'),
  needs: SERVER_STREAM,
  plan: {
    method: pathOf(method.streamingOutputCall),
    steps: [ask({ responseParameters: SIZES.back.map((size) => ({ size })) })],
  },
  expect: {
    code: 'OK',
    messages: SIZES.back.map(arrives.response),
    observed: { seen: true, messages: [arrives.output(0, ...SIZES.back)] },
  },
};

const pingPong: CaseInit = {
  id: 'ping-pong',
  title: 'Four requests and four responses take turns',
  source: described('ping_pong'),
  needs: [...DUPLEX, 'client.lockstep'],
  plan: duplex([
    ...TURNS.flatMap(({ out, back }) => [
      ask({ responseParameters: [{ size: back }], payload: zeros(out) }),
      step.receive(),
    ]),
    step.halfClose(),
  ]),
  expect: {
    code: 'OK',
    messages: SIZES.back.map(arrives.response),
    observed: { seen: true, messages: TURNS.map(({ out, back }) => arrives.output(out, back)) },
  },
};

const emptyStream: CaseInit = {
  id: 'empty-stream',
  title: 'A call without requests has no responses, and is OK',
  source: described('empty_stream'),
  needs: DUPLEX,
  plan: duplex([step.halfClose()]),
  expect: { code: 'OK', messages: [], observed: { seen: true, messages: [] } },
};

/** What the suite calls, and what is to come of it when all is well. */
export const calls: readonly CaseInit[] = [
  emptyUnary,
  { ...largeUnary, tier: ONCE },
  clientStreaming,
  { ...serverStreaming, tier: ONCE },
  { ...pingPong, tier: ONCE },
  emptyStream,
];
