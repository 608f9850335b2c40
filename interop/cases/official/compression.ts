import { Compression, TestService } from '../../contract/generated.ts';
import { type CaseInit, pathOf, type StepInit, step } from '../define.ts';
import {
  arrives,
  CLIENT_STREAM,
  described,
  LARGE,
  largeRequest,
  SERVER_STREAM,
  SIZES,
  UNARY,
  unary,
  zeros,
} from './parts.ts';

const { method } = TestService;

const [FIRST, , , LAST] = SIZES.out;
/** Of server_compressed_streaming, which has sizes of its own. */
const BACK = [31_415, 92_653] as const;

/** A request that says of itself whether it is compressed, and is so or not. */
function input(size: number, says: boolean, compression: Compression): StepInit {
  const message = { payload: zeros(size), expectCompressed: { value: says } };
  const { action } = step.send(method.streamingInputCall.input, message);
  if (action?.case !== 'send') throw new Error('step.send makes a send');
  return { action: { case: 'send', value: { ...action.value, compression } } };
}

/** Only a server that sees whether a message was compressed can refuse one that isn't. */
const SEES = 'server.see-compression';
const GZIP = 'client.compression.gzip';
const REFUSED = { code: 'INVALID_ARGUMENT', messages: [], observed: { seen: true } } as const;
const ANSWERED = {
  code: 'OK',
  messages: [arrives.response(LARGE.back)],
  observed: { seen: true },
} as const;

const says = (value: boolean) => ({ ...largeRequest, expectCompressed: { value } });
const asks = (value: boolean) => ({ ...largeRequest, responseCompressed: { value } });

const ofUnary: readonly CaseInit[] = [
  {
    id: 'client-compressed-unary/probe',
    title: 'A plain request that says it is compressed is INVALID_ARGUMENT',
    source: described('client_compressed_unary'),
    needs: [...UNARY, SEES],
    plan: unary(says(true)),
    expect: REFUSED,
  },
  {
    id: 'client-compressed-unary/compressed',
    title: 'A compressed request that says so is answered',
    source: described('client_compressed_unary'),
    needs: [...UNARY, GZIP],
    plan: unary(says(true), { compression: Compression.GZIP }),
    expect: ANSWERED,
  },
  {
    id: 'client-compressed-unary/plain',
    title: 'A plain request that says so is answered',
    source: described('client_compressed_unary'),
    needs: UNARY,
    plan: unary(says(false)),
    expect: ANSWERED,
  },
  ...[true, false].map(
    (value): CaseInit => ({
      id: `server-compressed-unary/${value ? 'compressed' : 'plain'}`,
      title: `A response that shall be ${value ? 'compressed' : 'plain'} arrives whole`,
      source: described('server_compressed_unary'),
      needs: UNARY,
      plan: unary(asks(value)),
      expect: ANSWERED,
    }),
  ),
];

const ofStreams: readonly CaseInit[] = [
  {
    id: 'client-compressed-streaming/probe',
    title: 'A plain request of a stream that says it is compressed is INVALID_ARGUMENT',
    source: described('client_compressed_streaming'),
    needs: [...CLIENT_STREAM, SEES],
    plan: {
      method: pathOf(method.streamingInputCall),
      steps: [input(FIRST, true, Compression.UNSPECIFIED)],
    },
    expect: REFUSED,
  },
  {
    id: 'client-compressed-streaming/mixed',
    title: 'A compressed request and a plain one, which both say so, are added up',
    source: described('client_compressed_streaming'),
    needs: [...CLIENT_STREAM, GZIP, 'client.compress-per-message'],
    plan: {
      method: pathOf(method.streamingInputCall),
      compression: Compression.GZIP,
      steps: [
        input(FIRST, true, Compression.UNSPECIFIED),
        input(LAST, false, Compression.IDENTITY),
      ],
    },
    expect: {
      code: 'OK',
      messages: [{ json: { aggregatedPayloadSize: 73_086 } }],
      observed: { seen: true },
    },
  },
  {
    id: 'server-compressed-streaming',
    title: 'A response that shall be compressed and one that shall be plain arrive whole',
    source: described('server_compressed_streaming'),
    needs: SERVER_STREAM,
    plan: {
      method: pathOf(method.streamingOutputCall),
      steps: [
        step.send(method.streamingOutputCall.input, {
          responseParameters: BACK.map((size, at) => ({ size, compressed: { value: at === 0 } })),
        }),
      ],
    },
    expect: { code: 'OK', messages: BACK.map(arrives.response), observed: { seen: true } },
  },
];

/** The suite's four cases of compression, which between libraries are about what arrives: `wire.ts` has the flags. */
export const compressions: readonly CaseInit[] = [...ofUnary, ...ofStreams].map((one) => ({
  ...one,
  tier: 'pairs',
}));
