import { gzipSync } from 'node:zlib';
import type { CodeName } from '../../../contract/code.ts';
import type { CaseInit } from '../../define.ts';
import type { Kind } from '../../kinds.ts';
import { framed, type RawStep, wire } from '../script.ts';
import { badServer, EXPECTED, HEADERS, MESSAGE, part } from './parts.ts';

const CARDINALITY =
  'statuscodes.md: a response cardinality violation (exactly one response is due, another number came) is UNIMPLEMENTED at the client';

function replies(kind: Kind['id'], count: 0 | 2): CaseInit {
  return badServer({
    id: `messages/${kind}/${count}-replies`,
    title: `${count} replies and status OK are UNIMPLEMENTED in a ${kind} call`,
    source: CARDINALITY,
    issue: count === 2 ? 'grpc-node#2768' : 'grpc#42377',
    kind,
    steps: [part.headers, ...Array.from({ length: count }, () => part.message), part.ok],
    code: 'UNIMPLEMENTED',
  });
}

function trailersOnly(kind: Kind['id'], code: CodeName): CaseInit {
  const ok = code === 'OK';
  const many = kind === 'server-stream' || kind === 'bidi-stream';
  return badServer({
    id: `messages/${kind}/trailers-only-${ok ? 'ok' : 'not-found'}`,
    title: `A Trailers-Only response with ${code} ends a ${kind} call`,
    source: ok && !many ? CARDINALITY : 'gRPC over HTTP/2, "Responses": Trailers-Only',
    ...(ok ? {} : { issue: 'connect-es#1161' }),
    kind,
    steps: [part.trailersOnly(ok ? '0' : '5', ['grpc-message', 'told'], ['x-trailing', 'a'])],
    code: ok && !many ? 'UNIMPLEMENTED' : code,
    expect: {
      messages: [],
      ...(ok ? {} : { message: 'told', trailers: [{ name: 'x-trailing', values: ['a'] }] }),
    },
  });
}

const KIND_IDS = ['unary', 'server-stream', 'client-stream', 'bidi-stream'] as const;

const FRAMING =
  'gRPC over HTTP/2, "Length-Prefixed-Message": the stream is whole messages, and "Errors": a framing that is corrupt is an error; statuscodes.md: "Error parsing response proto" is INTERNAL';

/** What stands in DATA before trailers that say OK, and what may come of that. */
interface Corrupt {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly also?: readonly CodeName[];
}

const whole = framed(MESSAGE);

/** Where not one whole message came, a client may also say that the one is missing: UNIMPLEMENTED. */
const CORRUPT: readonly Corrupt[] = [
  { id: 'cut-in-prefix', bytes: whole.subarray(0, 3), also: ['UNIMPLEMENTED'] },
  { id: 'cut-after-prefix', bytes: whole.subarray(0, 5), also: ['UNIMPLEMENTED'] },
  { id: 'cut-in-message', bytes: whole.subarray(0, 7), also: ['UNIMPLEMENTED'] },
  {
    id: 'length-too-long',
    bytes: framed(MESSAGE, { length: MESSAGE.length + 1 }),
    also: ['UNIMPLEMENTED'],
  },
  {
    id: 'length-too-short',
    bytes: framed(MESSAGE, { length: MESSAGE.length - 1 }),
    also: ['UNIMPLEMENTED'],
  },
  {
    id: 'bytes-after',
    bytes: Buffer.concat([whole, Buffer.from([0, 0, 0])]),
    also: ['UNIMPLEMENTED'],
  },
  {
    id: 'length-of-4-gib',
    bytes: framed(MESSAGE, { length: 0xffffffff }),
    also: ['RESOURCE_EXHAUSTED'],
  },
  { id: 'not-protobuf', bytes: framed(Buffer.from([0x0a, 0x7f, 1])) },
];

function corrupt(kind: 'unary' | 'server-stream', { id, bytes, also = [] }: Corrupt): CaseInit {
  const unary = kind === 'unary';
  return badServer({
    id: `messages/${kind}/${id}`,
    title: `A response in which a message is broken (${id.replaceAll('-', ' ')}) is not OK`,
    source: FRAMING,
    kind,
    steps: [part.headers, wire.data(bytes), part.ok],
    code: ['INTERNAL', ...also.filter((one) => unary || one !== 'UNIMPLEMENTED')],
  });
}

const COMPRESSED = 'grpc/grpc doc/compression.md';
const gzipped = gzipSync(MESSAGE);

interface Compressed {
  readonly id: string;
  readonly title: string;
  readonly encoding?: string;
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly code: CodeName | readonly CodeName[];
}

const COMPRESSIONS: readonly Compressed[] = [
  {
    id: 'flag-without-encoding',
    title: 'A compressed message without grpc-encoding is INTERNAL',
    bytes: framed(gzipped, { flag: 1 }),
    source: `${COMPRESSED}, test case 6: MUST fail with INTERNAL`,
    code: 'INTERNAL',
  },
  {
    id: 'flag-with-identity',
    title: 'A compressed message with grpc-encoding identity is INTERNAL',
    encoding: 'identity',
    bytes: framed(MESSAGE, { flag: 1 }),
    source: `${COMPRESSED}, test case 6: an encoding different from identity is needed, else it MUST fail with INTERNAL`,
    code: 'INTERNAL',
  },
  {
    id: 'flag-2',
    title: 'A compressed flag that is neither 0 nor 1 is an error',
    bytes: framed(MESSAGE, { flag: 2 }),
    source:
      'gRPC over HTTP/2, "Compressed-Flag": 0 / 1; statuscodes.md: "some invariants expected by the underlying system have been broken" is INTERNAL',
    code: 'INTERNAL',
  },
  {
    id: 'unknown-encoding',
    title: 'A message compressed in a way that the client does not know is INTERNAL',
    encoding: 'x-crosswire',
    bytes: framed(MESSAGE, { flag: 1 }),
    source: `${COMPRESSED}: "an algorithm not supported by the client WILL result in an INTERNAL error status"`,
    code: 'INTERNAL',
  },
  {
    id: 'unknown-encoding-unused',
    title:
      'An encoding that the client does not know harms nothing while no message is compressed, or is INTERNAL',
    encoding: 'x-crosswire',
    bytes: whole,
    source: `${COMPRESSED}; gRPC over HTTP/2, "Compressed-Flag": 0 indicates that no encoding has occurred`,
    code: ['OK', 'INTERNAL'],
  },
  {
    id: 'garbage-gzip',
    title: 'A compressed message that is no gzip is INTERNAL',
    encoding: 'gzip',
    bytes: framed(Buffer.from('this is no gzip'), { flag: 1 }),
    source:
      'statuscodes.md: "Could not decompress, but compression algorithm supported" is INTERNAL',
    code: 'INTERNAL',
  },
  {
    id: 'cut-gzip',
    title: 'A compressed message that ends too early is INTERNAL',
    encoding: 'gzip',
    bytes: framed(gzipped.subarray(0, gzipped.length - 6), { flag: 1 }),
    source:
      'statuscodes.md: "Could not decompress, but compression algorithm supported" is INTERNAL',
    code: 'INTERNAL',
  },
];

function compression({ id, encoding, bytes, ...one }: Compressed): CaseInit {
  const headers = encoding === undefined ? [] : ([['grpc-encoding', encoding]] as const);
  return badServer({
    ...one,
    id: `messages/compression/${id}`,
    steps: [wire.headers([...HEADERS, ...headers]), wire.data(bytes), part.ok],
  });
}

const KEPT = 'gRPC "Core concepts", server streaming RPC: the status comes after all messages';

function overtaken(id: string, encoding: 'identity' | 'gzip', inOne: boolean): CaseInit {
  const message = encoding === 'gzip' ? framed(gzipped, { flag: 1 }) : whole;
  const messages: readonly RawStep[] = inOne
    ? [wire.data(Buffer.concat([message, message, message]))]
    : [wire.data(message), wire.data(message), wire.data(message)];
  return badServer({
    id: `messages/server-stream/${id}`,
    title: `Three messages (${encoding}) that an error status follows at once all arrive`,
    source: KEPT,
    issue: 'grpc-node#2764',
    kind: 'server-stream',
    steps: [
      wire.headers([...HEADERS, ['grpc-encoding', encoding]]),
      ...messages,
      part.status('10', ['grpc-message', 'enough']),
    ],
    code: 'ABORTED',
    expect: { message: 'enough', messages: [EXPECTED, EXPECTED, EXPECTED] },
  });
}

/** Messages: too few, too many, broken, badly compressed. */
export const messages: readonly CaseInit[] = [
  ...(['unary', 'client-stream'] as const).flatMap((kind) => [replies(kind, 0), replies(kind, 2)]),
  ...KIND_IDS.flatMap((kind) => [trailersOnly(kind, 'OK'), trailersOnly(kind, 'NOT_FOUND')]),
  ...CORRUPT.flatMap((one) => [corrupt('unary', one), corrupt('server-stream', one)]),
  ...COMPRESSIONS.map(compression),
  overtaken('error-after-plain-messages', 'identity', false),
  overtaken('error-after-compressed-messages', 'gzip', false),
  overtaken('error-after-messages-in-one-frame', 'identity', true),
];
