import type { KnownDifference } from '../../../contract/known.ts';
import { GRPCIO, inGroup, NODE, ofServer } from './of-server.ts';

const PADDING =
  'the grpcio server takes no padded DATA; RFC 9113, 6.1 allows padding in every DATA frame';
const CONTINUATION = 'too-many-continuation-frames-are-an-error-of-another-kind';
const CALM = 'RFC 9113, 10.5: ENHANCE_YOUR_CALM';
const IGNORED = 'connection-errors-that-are-passed-over';

/** Of HTTP/2 under the call. */
/** Closing a socket with bytes unread is a reset, which overtakes what was sent before (RFC 9293, 3.10.4, CLOSE). */
const OVERTAKEN =
  'the rest of the flood is unread when the server closes, so that TCP resets, and what it said before may be lost';

export const OF_FRAMES: readonly KnownDifference[] = [
  ofServer(
    GRPCIO,
    [
      ...inGroup(
        'frames',
        'idle-data',
        'idle-reset',
        'data-on-connection',
        'headers-on-connection',
      ),
      ...inGroup('frames', 'even-stream', 'push', 'goaway-on-a-stream', 'only-padding-length'),
      'ping/on-a-stream',
      ...inGroup('window', 'connection-over', 'idle-stream', 'settings-over'),
    ],
    {
      instead: { 'facts.end': 'open' },
      reason:
        'the grpcio server passes over what RFC 9113 has end the connection (5.4.1: "MUST close the TCP connection")',
      at: IGNORED,
    },
  ),
  ofServer(
    ['go-grpc'],
    [
      ...inGroup('frames', 'idle-data', 'idle-reset', 'push'),
      ...inGroup('settings', 'push-2', 'small-frames'),
      ...inGroup('window', 'connection-over', 'idle-stream', 'settings-over'),
    ],
    {
      instead: { 'facts.end': 'open' },
      reason:
        'the grpc-go server passes over what RFC 9113 has end the connection (5.4.1: "MUST close the TCP connection")',
      at: IGNORED,
    },
  ),
  ofServer([...GRPCIO, 'go-grpc'], ['window/stream-over'], {
    instead: { 'facts.reply': 'nothing' },
    reason:
      'the server passes over a window beyond 2^31 - 1; RFC 9113, 6.9.1: it MUST end the stream with FLOW_CONTROL_ERROR',
    at: IGNORED,
  }),
  ofServer(GRPCIO, ['frames/data-after-end'], {
    instead: { 'facts.reply': 'nothing' },
    reason:
      'the grpcio server passes over DATA behind END_STREAM; RFC 9113, 5.1: "MUST respond with a stream error of type STREAM_CLOSED"',
    at: IGNORED,
  }),
  ofServer([...GRPCIO, ...NODE], ['frames/going-down'], {
    instead: { 'facts.reply': 'nothing' },
    reason:
      'the server passes over a stream with a lower number than one before; RFC 9113, 5.1.1: "MUST respond with a connection error of type PROTOCOL_ERROR"',
    at: IGNORED,
  }),
  ofServer(GRPCIO, ['window/stream-zero', 'frames/second-headers'], {
    instead: { 'facts.reply': 'UNAVAILABLE' },
    reason:
      'the grpcio server answers all calls UNAVAILABLE before it ends the connection; RFC 9113, 6.9 and 8.1.1: an error of the stream, of type PROTOCOL_ERROR',
    at: 'grpcio-says-unavailable-before-it-ends-a-connection',
  }),
  ofServer(GRPCIO, ['frames/unknown-flags'], {
    instead: { 'facts.reply': 'UNAVAILABLE', 'observed.seen': 'false' },
    reason:
      'the grpcio server ends a connection for flags that mean nothing on WINDOW_UPDATE; RFC 9113, 4.1: "Unused flags MUST be ignored on receipt"',
    at: 'grpcio-ends-a-connection-for-unused-flags',
  }),
  ofServer(GRPCIO, ['message/frames/padded'], {
    instead: { 'facts.reply': 'RST_STREAM PROTOCOL_ERROR', 'observed.seen': 'false' },
    reason: PADDING,
    at: 'https://github.com/grpc/grpc/issues/9779',
  }),
  ofServer(GRPCIO, ['frames/padded-headers'], {
    instead: { 'facts.reply': 'INTERNAL' },
    reason:
      'the grpcio server reads the padding of HEADERS as header fields; RFC 9113, 6.2 has padding in HEADERS allowed',
    at: 'https://github.com/grpc/grpc/issues/9779',
  }),
  ofServer(NODE, inGroup('preface', 'http-1', 'tls', 'garbage', 'one-letter-wrong'), {
    instead: { 'facts.reply': 'GOAWAY INTERNAL_ERROR' },
    reason:
      'Node ends a connection with a wrong preface with INTERNAL_ERROR; RFC 9113, 3.4: a connection error of type PROTOCOL_ERROR',
    at: 'node-says-internal_error-for-a-wrong-preface',
  }),
  ofServer(NODE, inGroup('size/continuation', 'cut-50', 'flood', 'short-flood', 'empty-flood'), {
    instead: { 'facts.reply': 'GOAWAY INTERNAL_ERROR' },
    due: { 'facts.reply': 'GOAWAY ENHANCE_YOUR_CALM' },
    reason: `Node ends a connection with INTERNAL_ERROR when a block has more than 8 CONTINUATION frames; ${CALM}`,
    sometimes: OVERTAKEN,
    at: CONTINUATION,
  }),
  ofServer(GRPCIO, ['size/continuation/empty-flood'], {
    instead: { 'facts.reply': 'RST_STREAM INTERNAL_ERROR' },
    reason: `the grpcio server ends a connection with INTERNAL_ERROR for empty CONTINUATION frames; ${CALM}`,
    sometimes: OVERTAKEN,
    at: CONTINUATION,
  }),
  ofServer(['go-connect'], ['size/continuation/flood'], {
    instead: { 'facts.reply': 'GOAWAY PROTOCOL_ERROR' },
    reason: `Go's HTTP/2 server ends a connection with PROTOCOL_ERROR for headers of 2 MiB, which break no rule; RFC 9113, 10.5.1: HTTP 431; ${CALM}`,
    sometimes: OVERTAKEN,
    at: CONTINUATION,
  }),
];
