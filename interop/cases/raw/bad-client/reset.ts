import { type ErrorCode, FLAG, TYPE } from '../../../contract/http2.ts';
import { probe } from '../../bytes.ts';
import { type CaseInit, step } from '../../define.ts';
import type { ServerPlanInit } from '../../kinds.ts';
import { type RawStep, wire } from '../script.ts';
import { blockBytes, frameBytes, many } from './bytes.ts';
import { another, bad, EITHER, head, type KindId, LIMIT_MS, message, PATHS } from './request.ts';

/** RST_STREAM of the client at each place; then a call on the same connection. */

const RESET =
  'gRPC over HTTP/2, "Errors": RST_STREAM is "immediate full-closure of the stream and should propagate an error up to the calling application layer"; RFC 9113, 5.4.2: the connection goes on';

/** The handler says that it is there, and waits until it is told. */
const WAITING: ServerPlanInit = {
  steps: [step.sendBody(3)],
  ending: { case: 'awaitCancellation', value: {} },
};

interface Place {
  readonly id: string;
  readonly title: string;
  readonly kind: KindId;
  readonly steps: readonly RawStep[];
  /** Whether the handler must have been called by then. */
  readonly entered: boolean;
}

const opened = (kind: KindId) => wire.headers(head({ ':path': PATHS[kind] }), { stream: 'new' });
const entered = wire.awaitFrames(TYPE.HEADERS, 1, undefined, LIMIT_MS);

const PLACES: readonly Place[] = [
  {
    id: 'after-headers',
    title: 'after the headers',
    kind: 'unary',
    steps: [opened('unary')],
    entered: false,
  },
  {
    id: 'in-first-message',
    title: 'in the first message',
    kind: 'unary',
    steps: [opened('unary'), wire.data(message().subarray(0, 7))],
    entered: false,
  },
  {
    id: 'after-message',
    title: 'after a message',
    kind: 'bidi-stream',
    steps: [opened('bidi-stream'), wire.data(message(WAITING)), entered],
    entered: true,
  },
  {
    id: 'in-second-message',
    title: 'in the second message',
    kind: 'bidi-stream',
    steps: [
      opened('bidi-stream'),
      wire.data(message(WAITING)),
      entered,
      wire.data(message().subarray(0, 7)),
    ],
    entered: true,
  },
  {
    id: 'after-half-close',
    title: 'after the half-close',
    kind: 'server-stream',
    steps: [opened('server-stream'), wire.data(message(WAITING), { endStream: true }), entered],
    entered: true,
  },
];

const CODES: readonly ErrorCode[] = ['CANCEL', 'NO_ERROR', 'INTERNAL_ERROR', 'REFUSED_STREAM'];

function reset(place: Place, code: ErrorCode): CaseInit {
  return bad({
    id: `reset/${place.id}/${code.toLowerCase().replaceAll('_', '-')}`,
    kind: place.kind,
    title: `A reset with ${code} ${place.title} ends that call${place.entered ? ', its handler is told,' : ''} and nothing else`,
    source: RESET,
    steps: [...place.steps, wire.rst(code), ...another()],
    reply: 'OK',
    facts: { goaway: 'none' },
    observed: place.entered
      ? { seen: true, cancelled: true, messages: [probe.request(3)] }
      : EITHER,
  });
}

const codes = PLACES.flatMap((place) => CODES.map((code) => reset(place, code)));

const unknownCode = bad({
  id: 'reset/unknown-code',
  kind: 'bidi-stream',
  title: 'A reset with a code that nobody knows ends that call, and its handler is told',
  source: `${RESET}; RFC 9113, 7: "Unknown or unsupported error codes MUST NOT trigger any special behavior"`,
  steps: [
    opened('bidi-stream'),
    wire.data(message(WAITING)),
    entered,
    wire.rst(0xfedcba98),
    ...another(),
  ],
  reply: 'OK',
  observed: { seen: true, cancelled: true },
});

const OPENED = blockBytes(head({ ':authority': 'a', 'crosswire-call-id': undefined }));
const CANCELLED = Buffer.from([0, 0, 0, 8]);

/** A call that is opened, and reset at once with CANCEL. */
function cancelled(at: number): Uint8Array {
  const stream = 2 * at + 1;
  return Buffer.concat([
    frameBytes(TYPE.HEADERS, stream, OPENED, FLAG.END_HEADERS),
    frameBytes(TYPE.RST_STREAM, stream, CANCELLED),
  ]);
}

const thousand = bad({
  id: 'reset/thousand',
  title: 'After 1,000 calls that were opened and reset a call is answered',
  source: RESET,
  steps: [wire.write(many(1000, cancelled)), ...another()],
  reply: 'OK',
  observed: EITHER,
});

const closing = [true, false].map((abrupt) =>
  bad({
    id: `reset/connection-${abrupt ? 'reset' : 'closed'}`,
    kind: 'bidi-stream',
    title: `A connection that the client ${abrupt ? 'resets' : 'closes'} ends its call, and the handler is told`,
    source:
      'RFC 9113, 5.1: streams end with their connection; gRPC "Core concepts", "RPC termination"',
    steps: [opened('bidi-stream'), wire.data(message(WAITING)), entered, wire.close(abrupt)],
    facts: { goaway: 'none' },
    observed: { seen: true, cancelled: true },
  }),
);

/** Cancellations. */
export const resets: readonly CaseInit[] = [...codes, unknownCode, thousand, ...closing];
