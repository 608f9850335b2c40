import { FLAG, TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { type RawStep, wire } from '../script.ts';
import { blockBytes } from './bytes.ts';
import {
  bad,
  connectionError,
  EITHER,
  head,
  LIMIT_MS,
  message,
  SEEN,
  streamError,
  whole,
} from './request.ts';

/** Frames that are odd, and allowed or nearly so. */

/** A call with something odd behind its headers. */
function between(
  id: string,
  title: string,
  source: string,
  ...steps: readonly RawStep[]
): CaseInit {
  return bad({
    id: `frames/${id}`,
    title,
    source,
    steps: [
      wire.headers(head(), { stream: 'new' }),
      ...steps,
      wire.data(message(), { endStream: true }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: 'OK',
    observed: SEEN,
  });
}

const harmless = [
  between(
    'unknown',
    'Frames of unknown types are passed over',
    'RFC 9113, 4.1: "MUST ignore and discard frames of unknown types"',
    wire.frame(0xfa, { call: 1 }, { flags: 0xff, payload: Buffer.from('what is this') }),
    wire.frame(0xfb, { id: 0 }, { flags: 0xff, payload: Buffer.alloc(100) }),
  ),
  between(
    'priority',
    'PRIORITY frames are passed over',
    'RFC 9113, 6.3: may come in any state',
    wire.frame(TYPE.PRIORITY, { call: 1 }, { payload: Buffer.from([0, 0, 0, 0, 200]) }),
    wire.frame(TYPE.PRIORITY, { id: 41 }, { payload: Buffer.from([0, 0, 0, 1, 7]) }),
  ),
  between(
    'unknown-flags',
    'Flags that mean nothing are passed over',
    'RFC 9113, 4.1: "Unused flags MUST be ignored"',
    wire.frame(TYPE.WINDOW_UPDATE, { id: 0 }, { flags: 0xff, payload: Buffer.from([0, 0, 0, 1]) }),
  ),
  between(
    'goaway',
    'A call that was there before the GOAWAY of its client is answered',
    'RFC 9113, 6.8: GOAWAY "allows an endpoint to gracefully stop accepting new streams while still finishing processing"',
    wire.goaway('NO_ERROR', 0),
  ),
];

const trailers = [
  bad({
    id: 'frames/trailers',
    title: 'Trailers of the client end the call, or are refused',
    source:
      'RFC 9113, 8.1: a request may have trailers; gRPC over HTTP/2, "Requests" has none, so that a server may take the request for malformed, and end the connection (5.4.1)',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.data(message()),
      wire.headers([['x-trailer', 'a']], { stream: { call: 1 }, endStream: true }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: ['OK', ...connectionError('PROTOCOL_ERROR')],
    observed: EITHER,
  }),
  bad({
    id: 'frames/second-headers',
    title: 'A second HEADERS frame that does not end the stream makes a request malformed',
    source: 'RFC 9113, 8.1: "MUST treat the corresponding request or response as malformed"',
    steps: [
      wire.headers(head(), { stream: 'new' }),
      wire.headers([['x-more', 'a']], { stream: { call: 1 } }),
      wire.awaitEnd(undefined, LIMIT_MS),
    ],
    reply: streamError('PROTOCOL_ERROR'),
    observed: EITHER,
  }),
];

/** Padding and a priority in HEADERS can't be told but by hand; the table's fields are short enough for it. */
const paddedHeaders = bad({
  id: 'frames/padded-headers',
  title: 'HEADERS with padding and a priority are headers',
  source: 'RFC 9113, 6.2',
  steps: [
    wire.frame(
      TYPE.HEADERS,
      { id: 1 },
      {
        flags: FLAG.PADDED | FLAG.PRIORITY | FLAG.END_HEADERS,
        payload: Buffer.concat([
          Buffer.from([7, 0, 0, 0, 0, 16]),
          blockBytes(head({ ':authority': 'a', 'crosswire-call-id': undefined })),
          Buffer.alloc(7),
        ]),
      },
    ),
    wire.data(message(), { stream: { id: 1 }, endStream: true }),
    wire.awaitEnd({ id: 1 }, LIMIT_MS),
  ],
  reply: 'OK',
  observed: EITHER,
});

const pieces = [1, 2, 7, 64].map((chunk) =>
  bad({
    id: `pieces/${chunk}`,
    title: `Everything in pieces of ${chunk} bytes is the same`,
    source: 'RFC 9113, 4.1: frames are a sequence of bytes; TCP has no boundaries',
    script: { chunk },
    steps: whole(),
    reply: 'OK',
    observed: SEEN,
  }),
);

/** Odd frames. */
export const oddFrames: readonly CaseInit[] = [...harmless, ...trailers, paddedHeaders, ...pieces];
