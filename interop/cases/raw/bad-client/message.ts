import type { ExpectedObservation } from '../../../contract/case.ts';
import type { CaseInit } from '../../define.ts';
import { type Fields, framed, type RawStep, wire } from '../script.ts';
import { bad, EITHER, encoded, head, type KindId, LIMIT_MS, message, PATHS } from './request.ts';

/** Length-Prefixed-Messages, right and wrong. */

const FRAMING = 'gRPC over HTTP/2, "Length-Prefixed-Message"';
const CARDINALITY =
  'statuscodes.md: "Request cardinality violation (method requires exactly one request but client sent some other number of requests)" is UNIMPLEMENTED';

/** What a server says of bytes that are no messages (statuscodes.md: "Error parsing request proto"). */
export const CORRUPT = 'INTERNAL';

/** A call with this body. */
export interface Wrong {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly payload: Uint8Array;
  readonly reply: string | readonly string[];
  readonly kind?: KindId;
  readonly more?: Fields;
  readonly observed?: ExpectedObservation;
}

/** A case of one message, or of what is given for one. */
export function one({
  id,
  more = [],
  kind = 'unary',
  observed = EITHER,
  ...rest
}: Wrong): CaseInit {
  const fields = head({ ':path': PATHS[kind] }, more);
  return bad({ ...rest, id: `message/${id}`, kind, fields, observed });
}

/** A message that a server understands. */
export const GIVEN = encoded();

const lengths = [
  one({
    id: 'longer-than-its-length',
    title: 'A message with more bytes than its length says is an error',
    source: `${FRAMING}: what is left is no message`,
    payload: framed(GIVEN, { length: GIVEN.length - 2 }),
    reply: CORRUPT,
  }),
  one({
    id: 'trailing-bytes',
    title: 'Two bytes behind the message are an error',
    source: `${FRAMING}: they are no message`,
    payload: Buffer.concat([message(), Buffer.from([0, 0])]),
    reply: CORRUPT,
  }),
  one({
    id: 'shorter-than-its-length',
    title: 'A message that ends before its length is an error',
    source: `${FRAMING}; ${CARDINALITY}, where what is there counts for nothing`,
    payload: framed(GIVEN, { length: GIVEN.length + 5 }),
    reply: [CORRUPT, 'UNIMPLEMENTED'],
  }),
  one({
    id: 'half-a-prefix',
    title: 'A call that ends inside the five bytes before a message is an error',
    source: `${FRAMING}; ${CARDINALITY}, where what is there counts for nothing`,
    payload: Buffer.from([0, 0, 0]),
    reply: [CORRUPT, 'UNIMPLEMENTED'],
  }),
  one({
    id: 'length-of-4-gib',
    title: 'A message that says to be 4 GiB - 1 long, and ends, is an error',
    source: `${FRAMING}; statuscodes.md: "Sent or received message was larger than configured limit" is RESOURCE_EXHAUSTED`,
    payload: framed(GIVEN, { length: 0xffffffff }),
    reply: ['RESOURCE_EXHAUSTED', CORRUPT],
  }),
  one({
    id: 'no-protobuf',
    title: 'A message that is no protobuf is INTERNAL',
    source: 'statuscodes.md: "Error parsing request proto" is INTERNAL',
    payload: framed(Buffer.from([0xff, 0xff, 0xff])),
    reply: 'INTERNAL',
    observed: EITHER,
  }),
];

const counts = (['unary', 'server-stream'] as const).flatMap((kind) => [
  one({
    id: `${kind}/none`,
    kind,
    title: `A ${kind} call without a message is UNIMPLEMENTED`,
    source: CARDINALITY,
    payload: new Uint8Array(),
    reply: 'UNIMPLEMENTED',
  }),
  one({
    id: `${kind}/two`,
    kind,
    title: `A ${kind} call with two messages is UNIMPLEMENTED`,
    source: CARDINALITY,
    payload: Buffer.concat([message(), message()]),
    reply: 'UNIMPLEMENTED',
  }),
  bad({
    id: `message/${kind}/end-in-headers`,
    kind,
    title: `A ${kind} call that ends with its headers is UNIMPLEMENTED`,
    source: CARDINALITY,
    steps: ended(kind),
    reply: 'UNIMPLEMENTED',
    observed: EITHER,
  }),
]);

function ended(kind: KindId): RawStep[] {
  const fields = head({ ':path': PATHS[kind] });
  return [
    wire.headers(fields, { stream: 'new', endStream: true }),
    wire.awaitEnd(undefined, LIMIT_MS),
  ];
}

const streams = (['client-stream', 'bidi-stream'] as const).flatMap((kind) => [
  bad({
    id: `message/${kind}/end-in-headers`,
    kind,
    title: `A ${kind} call that ends with its headers has no messages`,
    source:
      'gRPC over HTTP/2: END_STREAM comes with DATA; RFC 9113, 8.1: a request may be HEADERS alone',
    steps: ended(kind),
    reply: 'OK',
    observed: { seen: true, messages: [] },
  }),
  one({
    id: `${kind}/half-a-message`,
    kind,
    title: `A ${kind} call that ends in its second message is an error`,
    source: FRAMING,
    payload: Buffer.concat([message(), message().subarray(0, 7)]),
    reply: CORRUPT,
  }),
]);

/** What a request's body may be. */
export const messages: readonly CaseInit[] = [...lengths, ...counts, ...streams];
