import type { ExpectedFacts } from '../../../contract/facts.ts';
import { FLAG, TYPE } from '../../../contract/http2.ts';
import { digestOf, field, pattern } from '../../bytes.ts';
import type { CaseInit } from '../../define.ts';
import { CONNECTION, framed, type RawStep, wire } from '../script.ts';
import { ERROR, forbiddenFrames } from './forbidden.ts';
import {
  ANSWER,
  badServer,
  type Connection,
  EXPECTED,
  HEADERS,
  MESSAGE,
  part,
  trailers,
} from './parts.ts';

/** Something odd that is allowed: the answer arrives all the same. */
interface Allowed {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly steps: readonly RawStep[];
  readonly connection?: Connection;
  readonly facts?: ExpectedFacts;
}

/** A setting that nobody knows. */
const UNKNOWN_SETTING = 0xf000;
const EMPTY = wire.data(new Uint8Array());

const ALLOWED: readonly Allowed[] = [
  {
    id: 'empty-data',
    title: 'Empty DATA frames before, between and after the halves of a message change nothing',
    source:
      'RFC 9113, 6.1: DATA may be empty; gRPC over HTTP/2, "Data Frames": their boundaries mean nothing',
    steps: [
      part.headers,
      ...[EMPTY, EMPTY, EMPTY],
      wire.data(framed(MESSAGE).subarray(0, 6)),
      wire.repeat(50, [EMPTY]),
      wire.data(framed(MESSAGE).subarray(6)),
      EMPTY,
      part.ok,
    ],
  },
  {
    id: 'padding-of-1',
    title: 'DATA of one byte each with one byte of padding are put together',
    source: 'RFC 9113, 6.1: padding',
    steps: [part.headers, wire.data(framed(MESSAGE), { padding: 1, frameSize: 1 }), part.ok],
  },
  {
    id: 'padding-alone',
    title: 'DATA of nothing but padding change nothing',
    source: 'RFC 9113, 6.1: padding',
    steps: [
      part.headers,
      wire.frame(TYPE.DATA, undefined, {
        flags: FLAG.PADDED,
        payload: Buffer.alloc(256).fill(255, 0, 1),
      }),
      part.message,
      part.ok,
    ],
  },
  {
    id: 'unknown-types',
    title: 'Frames of unknown types on the stream and on the connection are ignored',
    source: 'RFC 9113, 4.1: "Implementations MUST ignore and discard frames of unknown types"',
    steps: [
      wire.frame(0x42, CONNECTION, { flags: 0xff, payload: Buffer.alloc(100) }),
      wire.frame(0x42, undefined, { flags: 0xff, payload: Buffer.alloc(100) }),
      part.headers,
      wire.frame(0xff, undefined),
      part.message,
      wire.frame(0x42, undefined, { flags: FLAG.END_STREAM }),
      part.ok,
    ],
  },
  {
    id: 'unknown-flags',
    title: 'Flags that a frame does not have are ignored',
    source: 'RFC 9113, 4.1: "Flags that have no defined semantics … MUST be ignored"',
    steps: [
      part.headers,
      wire.frame(TYPE.DATA, undefined, { flags: 0xd6 & ~FLAG.PADDED, payload: framed(MESSAGE) }),
      wire.frame(TYPE.PING, CONNECTION, { flags: 0xfe, payload: Buffer.alloc(8) }),
      part.ok,
    ],
  },
  {
    id: 'continuation-of-single-bytes',
    title: 'A header block in a HEADERS and many CONTINUATIONs is put together',
    source: 'RFC 9113, 6.10: any number of CONTINUATION frames',
    steps: [
      wire.headers(HEADERS, { cut: [1, 1, 0, 1, 2, 3, 5, 8] }),
      part.message,
      wire.headers(trailers('0'), { cut: [0, 1, 1, 1], endStream: true }),
    ],
  },
  {
    id: 'priority',
    title: 'PRIORITY frames change nothing',
    source: 'RFC 9113, 5.3.2 and 6.3: deprecated, in any state of a stream',
    steps: [
      wire.frame(TYPE.PRIORITY, { id: 101 }, { payload: Buffer.from([0, 0, 0, 0, 16]) }),
      part.headers,
      wire.frame(TYPE.PRIORITY, undefined, { payload: Buffer.from([0, 0, 0, 0, 255]) }),
      part.message,
      part.ok,
    ],
  },
  {
    id: 'ping-flood',
    title: 'A hundred PINGs in mid-call are all acknowledged, and the answer arrives',
    source: 'RFC 9113, 6.7: a PING MUST be answered by one with the ACK flag',
    steps: [
      part.headers,
      wire.repeat(100, [wire.ping(7)]),
      wire.awaitAcks(TYPE.PING, 100),
      part.message,
      part.ok,
    ],
    facts: { 'ping acks': '100' },
  },
  {
    id: 'unknown-settings',
    title: 'SETTINGS that the client does not know are ignored and acknowledged',
    source: 'RFC 9113, 6.5.2: unknown settings MUST be ignored; 6.5.3: acknowledged',
    connection: { settings: [{ id: UNKNOWN_SETTING, value: 0xffffffff }] },
    steps: [
      wire.settings([
        [UNKNOWN_SETTING, 1],
        [0, 0],
      ]),
      wire.awaitAcks(TYPE.SETTINGS, 2),
      ...ANSWER,
    ],
    facts: { 'settings acks': '2' },
  },
  {
    id: 'many-settings',
    title: 'Twenty SETTINGS frames in mid-call are all acknowledged',
    source: 'RFC 9113, 6.5.3: SETTINGS are acknowledged as soon as they are applied',
    steps: [
      part.headers,
      wire.repeat(20, [wire.settings([])]),
      wire.awaitAcks(TYPE.SETTINGS, 21),
      part.message,
      part.ok,
    ],
    facts: { 'settings acks': '21' },
  },
];

function allowed({ facts, id, ...one }: Allowed): CaseInit {
  const first = { ...one, id: `frames/allowed/${id}` };
  return badServer({
    ...first,
    code: 'OK',
    expect: { messages: [EXPECTED] },
    observed: { facts: { resets: 'none', ...facts } },
  });
}

const MEGABYTE = field(1, pattern(1024 * 1024));

const OTHERS: readonly CaseInit[] = [
  badServer({
    id: 'frames/data-beyond-the-window',
    title: 'A megabyte without a look at the windows are taken, or end the call',
    source: `RFC 9113, 6.9.1: what exceeds a window is an error; a client may give its windows sooner; ${ERROR}`,
    steps: [part.headers, ...beyond(framed(MEGABYTE)), part.ok],
    code: ['OK', 'INTERNAL'],
    expect: { messages: [digestOf(MEGABYTE)] },
  }),
  badServer({
    id: 'frames/byte-by-byte',
    title: 'An answer that comes in single bytes is the same answer',
    source: 'RFC 9113, 4.1: a frame is its bytes, however the connection brings them',
    kind: 'server-stream',
    connection: { chunk: 1 },
    steps: [
      wire.headers([...HEADERS, ['x-early', 'a']], { cut: [3] }),
      part.message,
      wire.ping(1),
      part.message,
      part.status('5', ['grpc-message', 'told']),
    ],
    code: 'NOT_FOUND',
    expect: { message: 'told', messages: [EXPECTED, EXPECTED] },
  }),
  badServer({
    id: 'frames/no-settings-first',
    title: 'A connection fails whose server begins with something else than SETTINGS',
    source: `RFC 9113, 3.4: the server's preface is a SETTINGS frame, and MUST be the first frame; ${ERROR}`,
    connection: { noPreface: true, noAcks: true, steps: [wire.ping(1)] },
    steps: ANSWER,
    code: ['INTERNAL', 'UNAVAILABLE'],
    observed: { seen: 'either' },
  }),
];

/** As DATA frames of 16,384 bytes, whatever the windows say. */
function beyond(bytes: Uint8Array): readonly RawStep[] {
  const frames: RawStep[] = [];
  for (let at = 0; at < bytes.length; at += 16_384) {
    frames.push(wire.frame(TYPE.DATA, undefined, { payload: bytes.subarray(at, at + 16_384) }));
  }
  return frames;
}

/** Frames that are odd and allowed, and frames that are not. */
export const frames: readonly CaseInit[] = [...ALLOWED.map(allowed), ...forbiddenFrames, ...OTHERS];
