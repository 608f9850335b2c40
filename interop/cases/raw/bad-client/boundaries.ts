import { FLAG, TYPE } from '../../../contract/http2.ts';
import { probe } from '../../bytes.ts';
import type { CaseInit } from '../../define.ts';
import { framed, wire } from '../script.ts';
import { bad, encoded, head, LIMIT_MS, message, PATHS, SEEN, whole } from './request.ts';

/** A message and 64 KiB more of its body. */
const BIG = framed(
  Buffer.concat([encoded(), Buffer.from([0x12, 0x80, 0x80, 0x04]), Buffer.alloc(65_536, 7)]),
);

/** Messages in frames of all sizes. */
export const boundaries: readonly CaseInit[] = [
  bad({
    id: 'message/frames/a-byte-each',
    title: 'A message in DATA frames of one byte is a message',
    source: 'gRPC over HTTP/2, "Data Frames": boundaries have no relation to messages',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.data(message(), { endStream: true, frameSize: 1 }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'message/frames/many',
    title: 'A message of 64 KiB in frames of 100 bytes is a message',
    source: 'gRPC over HTTP/2, "Data Frames": boundaries have no relation to messages',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.data(BIG, { endStream: true, frameSize: 100 }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: { seen: true, cancelled: false },
  }),
  bad({
    id: 'message/frames/empty',
    title: 'Empty DATA frames around a message mean nothing',
    source: 'RFC 9113, 6.1: DATA of length 0 is DATA',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.repeat(5, [wire.frame(TYPE.DATA, undefined)]),
      wire.data(message()),
      wire.repeat(5, [wire.frame(TYPE.DATA, undefined)]),
      wire.frame(TYPE.DATA, undefined, { flags: FLAG.END_STREAM }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'message/frames/padded',
    title: 'Padding of 255 bytes in every frame is no part of a message',
    source: 'RFC 9113, 6.1',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.data(message(), { endStream: true, padding: 255, frameSize: 3 }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'message/frames/two-requests-on-bidi',
    kind: 'bidi-stream',
    title: 'Two messages in one DATA frame are two',
    source: 'gRPC over HTTP/2, "Data Frames": boundaries have no relation to messages',
    steps: whole(head({ ':path': PATHS['bidi-stream'] }), Buffer.concat([message(), message()])),
    reply: 'OK',
    observed: { seen: true, messages: [probe.request(3), probe.request(3)] },
  }),
];
