import { FLAG, TYPE } from '../../../contract/http2.ts';
import { probe } from '../../bytes.ts';
import { type CaseInit, step } from '../../define.ts';
import { wire } from '../script.ts';
import { ENDED_OR_SERVING, misuse } from './misuse.ts';
import {
  bad,
  connectionError,
  EITHER,
  head,
  LIMIT_MS,
  message,
  PATHS,
  streamError,
} from './request.ts';

/** Frames in the wrong place, or of a wrong size. */

/** The first byte of a literal header field `x` with an empty value (RFC 7541, 6.2.2). */
const FIELD = Buffer.from([0, 1, 0x78, 0]);

const forbidden: readonly CaseInit[] = [
  misuse(
    {
      id: 'frames/idle-data',
      title: 'DATA on an idle stream',
      section: '5.1',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.DATA, { id: 99 }, { payload: Buffer.alloc(1) }),
  ),
  misuse(
    {
      id: 'frames/idle-reset',
      title: 'RST_STREAM on an idle stream',
      section: '6.4',
      error: 'PROTOCOL_ERROR',
    },
    wire.rst('CANCEL', { id: 99 }),
  ),
  misuse(
    {
      id: 'frames/data-on-connection',
      title: 'DATA on stream 0',
      section: '6.1',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.DATA, { id: 0 }, { payload: Buffer.alloc(1) }),
  ),
  misuse(
    {
      id: 'frames/headers-on-connection',
      title: 'HEADERS on stream 0',
      section: '6.2',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.HEADERS, { id: 0 }, { flags: FLAG.END_HEADERS, payload: FIELD }),
  ),
  misuse(
    {
      id: 'frames/even-stream',
      title: 'A stream of the client with an even number',
      section: '5.1.1',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.HEADERS, { id: 2 }, { flags: FLAG.END_HEADERS, payload: FIELD }),
  ),
  misuse(
    {
      id: 'frames/push',
      title: 'PUSH_PROMISE of a client',
      section: '8.4',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(
      TYPE.PUSH_PROMISE,
      { call: 1 },
      { flags: FLAG.END_HEADERS, payload: Buffer.from([0, 0, 0, 2, ...FIELD]) },
    ),
  ),
  misuse(
    {
      id: 'frames/continuation-alone',
      title: 'CONTINUATION without HEADERS',
      section: '6.10',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.CONTINUATION, { call: 1 }, { flags: FLAG.END_HEADERS, payload: FIELD }),
  ),
  misuse(
    {
      id: 'frames/interrupted-headers',
      title: 'A PING inside a header block',
      section: '4.3',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.HEADERS, { id: 3 }, { payload: FIELD }),
    wire.ping(1),
  ),
  misuse(
    {
      id: 'frames/too-large',
      title: 'HEADERS that say to be of 16 MiB - 1',
      section: '4.2: FRAME_SIZE_ERROR, of the connection for a field block',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(
      TYPE.HEADERS,
      { id: 3 },
      { flags: FLAG.END_HEADERS, payload: FIELD, length: 0xffffff },
    ),
  ),
  misuse(
    {
      id: 'frames/reset-of-three-bytes',
      title: 'RST_STREAM of three bytes',
      section: '6.4',
      error: 'FRAME_SIZE_ERROR',
    },
    wire.frame(TYPE.RST_STREAM, { call: 1 }, { payload: Buffer.alloc(3) }),
  ),
  misuse(
    {
      id: 'frames/goaway-on-a-stream',
      title: 'GOAWAY on a stream',
      section: '6.8',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.GOAWAY, { call: 1 }, { payload: Buffer.alloc(8) }),
  ),
  misuse(
    {
      id: 'frames/only-padding-length',
      title: 'Padding longer than its frame',
      section: '6.1',
      error: 'PROTOCOL_ERROR',
    },
    wire.frame(TYPE.DATA, { call: 1 }, { flags: FLAG.PADDED, payload: Buffer.from([9, 1, 1]) }),
  ),
  misuse(
    {
      id: 'frames/hpack-junk',
      title: 'A header block that is no HPACK',
      section: '4.3',
      error: 'COMPRESSION_ERROR',
    },
    wire.block(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), { stream: 'new' }),
  ),
  misuse(
    {
      id: 'frames/hpack-index-0',
      title: 'Index 0 in a header block',
      section: '4.3; RFC 7541, 6.1',
      error: 'COMPRESSION_ERROR',
    },
    wire.block(Buffer.from([0x80]), { stream: 'new' }),
  ),
];

/** The stream that comes later has the lower number. */
const goingDown = bad({
  id: 'frames/going-down',
  kind: 'bidi-stream',
  title: 'A stream with a lower number than one before is a connection error',
  source:
    'RFC 9113, 5.1.1: "MUST respond with a connection error (Section 5.4.1) of type PROTOCOL_ERROR"',
  steps: [
    wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: { id: 7 } }),
    wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: { id: 5 } }),
    ...ENDED_OR_SERVING,
  ],
  reply: connectionError('PROTOCOL_ERROR'),
  observed: EITHER,
});

const WAITING = message({
  steps: [step.sendBody(3)],
  ending: { case: 'awaitCancellation', value: {} },
});

const afterEnd = bad({
  id: 'frames/data-after-end',
  kind: 'bidi-stream',
  title: 'DATA behind END_STREAM is STREAM_CLOSED',
  source:
    'RFC 9113, 5.1, half-closed (remote): "MUST respond with a stream error of type STREAM_CLOSED"',
  steps: [
    wire.headers(head({ ':path': PATHS['bidi-stream'] }), { stream: 'new' }),
    wire.data(WAITING, { endStream: true }),
    wire.awaitFrames(TYPE.HEADERS, 1, undefined, LIMIT_MS),
    wire.frame(TYPE.DATA, undefined, { flags: FLAG.END_STREAM, payload: message() }),
    wire.awaitEnd(undefined, LIMIT_MS),
  ],
  reply: streamError('STREAM_CLOSED'),
  observed: { seen: true, messages: [probe.request(3)], cancelled: true },
});

/** Frames that must not be. */
export const forbiddenFrames: readonly CaseInit[] = [...forbidden, goingDown, afterEnd];
