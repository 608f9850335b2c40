import { FLAG, TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { type Fields, wire } from '../script.ts';
import { blockBytes, frameBytes, many } from './bytes.ts';
import {
  bad,
  connectionError,
  EITHER,
  head,
  LIMIT_MS,
  message,
  PATHS,
  SEEN,
  whole,
} from './request.ts';

/** Header blocks that are large, cut up, or never end. */

const LIMITS =
  'gRPC over HTTP/2: "Servers may limit the size of Request-Headers, with a default of 8 KiB suggested"; RFC 9113, 10.5.1: HTTP 431, or the connection ends';

const CANCEL = Buffer.from([0, 0, 0, 8]);

/** How a server may refuse a value for its size: by a status (statuscodes.md), HTTP 431 (RFC 9113, 10.5.1), or the
 * end of the connection, since what was not decompressed is COMPRESSION_ERROR (4.3). */
const LARGE_VALUE = ['RESOURCE_EXHAUSTED', 'HTTP 431', ...connectionError('COMPRESSION_ERROR')];

/** How it may refuse too many of them: by a status, or ENHANCE_YOUR_CALM (RFC 9113, 10.5). */
const MANY_VALUES = ['RESOURCE_EXHAUSTED', 'RST_STREAM ENHANCE_YOUR_CALM'];

/** How it may refuse a block in too many frames: by a status, or as a connection that is a load (RFC 9113, 10.5). */
const MANY_FRAMES = ['RESOURCE_EXHAUSTED', ...connectionError('ENHANCE_YOUR_CALM')];

/**
 * The client's acknowledgement of SETTINGS goes first: it may not come between the frames of a block, and a server may
 * wait for it before it holds the client to the MAX_HEADER_LIST_SIZE that it has said (RFC 9113, 6.5.3).
 */
const greeted = wire.awaitFrames(TYPE.SETTINGS, 1, { id: 0 }, LIMIT_MS);

function one(kib: number): CaseInit {
  const value = 'a'.repeat(kib * 1024);
  return bad({
    id: `size/one-value/${kib}-kib`,
    title: `A value of ${kib} KiB is taken, or refused`,
    source: LIMITS,
    steps: [greeted, ...whole(head({}, [['x-large', value]]))],
    reply: ['OK', ...LARGE_VALUE],
    observed: { ...EITHER, metadata: [{ name: 'x-large', values: [value] }] },
  });
}

function lines(count: number): CaseInit {
  const fields: Fields = Array.from({ length: count }, (_, index) => [
    `x-${index}`,
    `${index}`.padStart(50, 'a'),
  ]);
  const some = [0, count / 2, count - 1].map((index) => ({
    name: `x-${index}`,
    values: [`${index}`.padStart(50, 'a')],
  }));
  return bad({
    id: `size/many-values/${count}`,
    title: `${count} metadata are taken, or refused`,
    source: LIMITS,
    steps: [greeted, ...whole(head({}, fields))],
    reply: ['OK', ...MANY_VALUES],
    observed: { ...EITHER, metadata: some },
  });
}

const FOUR = 'a'.repeat(4096);

const small = bad({
  id: 'size/one-value/4-kib',
  title: 'A value of 4 KiB arrives',
  source: LIMITS,
  fields: head({}, [['x-large', FOUR]]),
  reply: 'OK',
  observed: { ...SEEN, metadata: [{ name: 'x-large', values: [FOUR] }] },
});

function cut(count: number, more: readonly string[]): CaseInit {
  return bad({
    id: `size/continuation/cut-${count}`,
    title: `Request headers that begin with ${count} frames of one byte are headers${more.length > 0 ? ', or too many' : ''}`,
    source:
      'RFC 9113, 6.10: "Any number of CONTINUATION frames can be sent"; 10.5: which may be a connection error for the load that they are',
    steps: [
      wire.headers(head(), { stream: 'new', cut: Array.from({ length: count }, () => 1) }),
      wire.data(message(), { endStream: true }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: ['OK', ...more],
    observed: more.length > 0 ? EITHER : SEEN,
  });
}

/** Many CONTINUATION frames, of which the last one ends the block. */
function flood(id: string, title: string, payload: Uint8Array, count: number): CaseInit {
  return bad({
    id: `size/continuation/${id}`,
    title,
    source: `${LIMITS}; 10.5: "Any number of CONTINUATION frames" may be a connection error for the load that they are`,
    steps: [
      greeted,
      wire.headers(head(), { stream: 'new', noEndHeaders: true }),
      wire.write(many(count, () => frameBytes(TYPE.CONTINUATION, 1, payload))),
      wire.frame(TYPE.CONTINUATION, { id: 1 }, { flags: FLAG.END_HEADERS }),
      wire.data(message(), { stream: { id: 1 }, endStream: true }),
      wire.awaitEnd({ id: 1 }, LIMIT_MS),
    ],
    reply: ['OK', ...MANY_FRAMES],
    observed: EITHER,
  });
}

/** A literal field of 5 KiB without indexing: name and value with their lengths (RFC 7541, 6.2.2). */
const FIELD = Buffer.concat([
  Buffer.from([0, 3]),
  Buffer.from('x-a'),
  Buffer.from([0x7f, 0x81, 0x27]),
  Buffer.alloc(5120, 'a'),
]);

const SHORT = blockBytes([['x', 'y']]);

const HELD = blockBytes(
  head({ ':path': PATHS['bidi-stream'], ':authority': 'a', 'crosswire-call-id': undefined }),
);
const opened = (at: number) => frameBytes(TYPE.HEADERS, 2 * at + 1, HELD, FLAG.END_HEADERS);

const streams = [
  bad({
    id: 'size/streams/three-hundred-held',
    title: 'While 300 calls wait for their messages, one more is answered, or refused by a reset',
    source:
      'RFC 9113, 5.1.2: beyond the MAX_CONCURRENT_STREAMS that the server has said, a stream error, of type REFUSED_STREAM where the client may try again',
    steps: [wire.write(many(300, opened)), ...whole()],
    reply: ['OK', 'RST_STREAM REFUSED_STREAM'],
    observed: EITHER,
  }),
  bad({
    id: 'size/streams/three-hundred-ended',
    title: 'After 300 calls at once, which end together, a call is answered',
    source: 'RFC 9113, 5.1.2: only streams that are open count',
    steps: [
      wire.write(many(300, opened)),
      wire.write(many(300, (at) => frameBytes(TYPE.RST_STREAM, 2 * at + 1, CANCEL))),
      wire.ping(1),
      wire.awaitAcks(TYPE.PING, 1, LIMIT_MS),
      ...whole(),
    ],
    reply: 'OK',
    observed: EITHER,
  }),
];

/** Large blocks. */
export const sizes: readonly CaseInit[] = [
  small,
  ...[16, 32, 64, 128, 256, 512, 1024].map(one),
  // grpcio refuses what is between 8 and 16 KiB by chance: 80 are less, and all others more.
  ...[80, 1000, 10_000].map(lines),
  cut(5, []),
  cut(50, MANY_FRAMES),
  flood('flood', '2 MiB in CONTINUATION frames are taken, or refused', FIELD, 400),
  flood(
    'short-flood',
    '1,500 CONTINUATION frames of a short field are taken, or refused',
    SHORT,
    1500,
  ),
  flood(
    'empty-flood',
    '1,500 empty CONTINUATION frames are taken, or refused',
    Buffer.alloc(0),
    1500,
  ),
  ...streams,
];
