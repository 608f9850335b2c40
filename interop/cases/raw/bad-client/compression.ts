import { gzipSync } from 'node:zlib';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { TYPE } from '../../../contract/http2.ts';
import { probe } from '../../bytes.ts';
import { type CaseInit, step } from '../../define.ts';
import { framed, wire } from '../script.ts';
import { CORRUPT, GIVEN, one, type Wrong } from './message.ts';
import { bad, EITHER, head, LIMIT_MS, message, PATHS, SEEN } from './request.ts';

/** The compressed flag and the encodings. */

const COMPRESSION = 'compression.md';

const FLAG = 'gRPC over HTTP/2: "Compressed-Flag → 0 / 1"';

/** Long enough for a handler to be where it is expected: in its read, or not yet there. */
const WAIT_MS = 1000;

/** The handler answers, and reads on only after a while. */
const ASLEEP = message({
  steps: [
    step.sendBody(3),
    { action: { case: 'sleep', value: { duration: durationFromMs(WAIT_MS) } } },
    step.receive(2),
  ],
});

const flags = [
  one({
    id: 'flag/one-without-encoding',
    title: 'The compressed flag without grpc-encoding is INTERNAL',
    source: `${COMPRESSION}, test case 6: "MUST fail with INTERNAL status"`,
    payload: framed(GIVEN, { flag: 1 }),
    reply: 'INTERNAL',
  }),
  one({
    id: 'flag/one-with-identity',
    title: 'The compressed flag with the encoding identity is INTERNAL',
    source: `${COMPRESSION}, test case 6: "MUST fail with INTERNAL status"`,
    payload: framed(GIVEN, { flag: 1 }),
    more: [['grpc-encoding', 'identity']],
    reply: 'INTERNAL',
  }),
  bad({
    id: 'message/flag/two',
    title: 'A compressed flag of 2 is an error, where the server waits for the message',
    source: FLAG,
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.sleep(WAIT_MS),
      wire.data(framed(GIVEN, { flag: 2 }), { endStream: true }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: CORRUPT,
    observed: EITHER,
  }),
  bad({
    id: 'message/flag/two-before-it-is-read',
    kind: 'bidi-stream',
    title: 'A compressed flag of 2 is an error, where the server reads the message later',
    source: FLAG,
    steps: [
      wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: 'new' }),
      wire.data(ASLEEP),
      wire.awaitFrames(TYPE.HEADERS, 1, { call: 1 }, LIMIT_MS),
      wire.data(framed(GIVEN, { flag: 2 }), { endStream: true }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: CORRUPT,
    observed: { seen: 'either', messages: [probe.request(3)] },
  }),
];

function encoding(id: string, title: string, rest: Omit<Wrong, 'id' | 'title' | 'source'>) {
  return one({ id: `encoding/${id}`, title, source: COMPRESSION, ...rest });
}

const encodings = [
  bad({
    id: 'message/encoding/unknown',
    title: 'A message in an unknown compression is UNIMPLEMENTED, with those that the server has',
    source: `${COMPRESSION}: "The server will then include a grpc-accept-encoding response header which specifies the algorithms that the server accepts", which "MUST NOT contain" the one used`,
    fields: head({}, [['grpc-encoding', 'nobody-has-this']]),
    payload: framed(GIVEN, { flag: 1 }),
    reply: 'UNIMPLEMENTED',
    facts: { encodings: 'deflate, gzip' },
    observed: EITHER,
  }),
  encoding('unknown-unused', 'An unknown compression that no message uses is passed over, or not', {
    payload: message(),
    more: [['grpc-encoding', 'nobody-has-this']],
    reply: ['OK', 'UNIMPLEMENTED'],
  }),
  encoding('identity', 'The compression identity is none', {
    payload: message(),
    more: [['grpc-encoding', 'identity']],
    reply: 'OK',
    observed: SEEN,
  }),
  encoding('gzip', 'A message in gzip is understood', {
    payload: framed(gzipSync(GIVEN), { flag: 1 }),
    more: [['grpc-encoding', 'gzip']],
    reply: 'OK',
    observed: SEEN,
  }),
  encoding('gzip-unused', 'A message without the flag is plain, whatever grpc-encoding says', {
    payload: message(),
    more: [['grpc-encoding', 'gzip']],
    reply: 'OK',
    observed: SEEN,
  }),
  encoding('gzip-broken', "A message that gzip can't read is INTERNAL", {
    payload: framed(GIVEN, { flag: 1 }),
    more: [['grpc-encoding', 'gzip']],
    reply: 'INTERNAL',
  }),
  ...['', ',,;q=', 'nobody-has-this', 'identity,,gzip'].map((value, index) =>
    encoding(`accept-${index + 1}`, `grpc-accept-encoding ${JSON.stringify(value)} does no harm`, {
      payload: message(),
      more: [['grpc-accept-encoding', value]],
      reply: 'OK',
      observed: SEEN,
    }),
  ),
];

/** Messages that are compressed, or say so. */
export const compressions: readonly CaseInit[] = [...flags, ...encodings];
