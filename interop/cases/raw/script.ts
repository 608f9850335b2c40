import type { MessageInitShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { RawStepSchema } from '../../contract/generated.ts';
import { ERROR_CODES, type ErrorCode, TYPE } from '../../contract/http2.ts';

/** A step of a raw script, as cases write it. */
export type RawStep = MessageInitShape<typeof RawStepSchema>;

/** Which stream: the n-th call of the connection, a stream by its number, or a client's next one. */
export type Stream = { readonly call: number } | { readonly id: number } | 'new';

/** A header block in the order in which it is written; a name may come twice. */
export type Fields = readonly (readonly [name: string, value: string | Uint8Array])[];

/** The stream of the connection itself (RFC 9113, 5.1.1). */
export const CONNECTION: Stream = { id: 0 };

function streamOf(stream: Stream | undefined) {
  if (stream === undefined) return {};
  if (stream === 'new') return { stream: { which: { case: 'new', value: true } } } as const;
  return 'call' in stream
    ? ({ stream: { which: { case: 'call', value: stream.call } } } as const)
    : ({ stream: { which: { case: 'id', value: stream.id } } } as const);
}

function uint32(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, index * 4);
  });
  return bytes;
}

interface HeadersOptions {
  readonly stream?: Stream;
  readonly endStream?: boolean;
  readonly cut?: readonly number[];
  readonly noEndHeaders?: boolean;
}

interface DataOptions {
  readonly stream?: Stream;
  readonly endStream?: boolean;
  readonly padding?: number;
  readonly frameSize?: number;
}

interface FrameOptions {
  readonly flags?: number;
  readonly payload?: Uint8Array;
  readonly length?: number;
}

/** Steps of the raw peer, one a function, so that a script reads as what goes over the wire. */
export const wire = {
  write: (bytes: Uint8Array | string): RawStep => ({
    action: { case: 'write', value: typeof bytes === 'string' ? Buffer.from(bytes) : bytes },
  }),
  frame: (
    type: number,
    stream: Stream | undefined,
    { flags = 0, payload = new Uint8Array(), length }: FrameOptions = {},
  ): RawStep => ({
    action: {
      case: 'frame',
      value: {
        type,
        flags,
        payload,
        ...streamOf(stream),
        ...(length === undefined ? {} : { length }),
      },
    },
  }),
  headers: (
    fields: Fields,
    { stream, endStream = false, cut = [], noEndHeaders = false }: HeadersOptions = {},
  ): RawStep => ({
    action: {
      case: 'headers',
      value: {
        ...streamOf(stream),
        fields: fields.map(([name, value]) => ({ name, value: Buffer.from(value) })),
        endStream,
        cut: [...cut],
        noEndHeaders,
      },
    },
  }),
  /** A header block given as its encoding, right or wrong. */
  block: (block: Uint8Array, { stream, endStream = false }: HeadersOptions = {}): RawStep => ({
    action: { case: 'headers', value: { ...streamOf(stream), block, endStream } },
  }),
  data: (payload: Uint8Array, { stream, ...options }: DataOptions = {}): RawStep => ({
    action: { case: 'data', value: { ...streamOf(stream), payload, ...options } },
  }),
  rst: (code: ErrorCode | number, stream?: Stream): RawStep => {
    const number = typeof code === 'number' ? code : ERROR_CODES.indexOf(code);
    return wire.frame(TYPE.RST_STREAM, stream, { payload: uint32(number) });
  },
  /** GOAWAY; `last` is the number of the last stream that was taken. */
  goaway: (code: ErrorCode, last: number): RawStep =>
    wire.frame(TYPE.GOAWAY, CONNECTION, { payload: uint32(last, ERROR_CODES.indexOf(code)) }),
  ping: (seed = 0): RawStep => wire.frame(TYPE.PING, CONNECTION, { payload: uint32(0, seed) }),
  settings: (settings: readonly (readonly [id: number, value: number])[]): RawStep => {
    const payload = Buffer.alloc(settings.length * 6);
    settings.forEach(([id, value], index) => {
      payload.writeUInt16BE(id, index * 6);
      payload.writeUInt32BE(value, index * 6 + 2);
    });
    return wire.frame(TYPE.SETTINGS, CONNECTION, { payload });
  },
  windowUpdate: (increment: number, stream?: Stream): RawStep =>
    wire.frame(TYPE.WINDOW_UPDATE, stream, { payload: uint32(increment) }),
  sleep: (ms: number): RawStep => ({ action: { case: 'sleep', value: durationFromMs(ms) } }),
  close: (reset = false): RawStep => ({ action: { case: 'close', value: { reset } } }),
  repeat: (count: number, steps: readonly RawStep[]): RawStep => ({
    action: { case: 'repeat', value: { count, steps: [...steps] } },
  }),
  /** Waits until the other side's half of the stream has ended. */
  awaitEnd: (stream?: Stream, limitMs?: number): RawStep =>
    awaiting({ case: 'end', value: true }, stream, limitMs),
  awaitReset: (stream?: Stream, limitMs?: number): RawStep =>
    awaiting({ case: 'reset', value: true }, stream, limitMs),
  /** Waits until so many frames of a type have come; of PING and SETTINGS, acknowledgements. */
  awaitFrames: (type: number, count = 1, stream?: Stream, limitMs?: number): RawStep =>
    awaiting({ case: 'frames', value: { type, count } }, stream, limitMs),
  awaitAcks: (type: number, count = 1, limitMs?: number): RawStep =>
    awaiting({ case: 'frames', value: { type, count, ack: true } }, CONNECTION, limitMs),
  awaitCalls: (count: number, limitMs?: number): RawStep =>
    awaiting({ case: 'calls', value: count }, undefined, limitMs),
  awaitBytes: (count: number, limitMs?: number): RawStep =>
    awaiting({ case: 'bytes', value: count }, undefined, limitMs),
  awaitClosed: (limitMs?: number): RawStep =>
    awaiting({ case: 'closed', value: true }, undefined, limitMs),
} as const;

type Awaited = Extract<RawStep['action'], { case: 'await' }>['value'];

function awaiting(
  until: NonNullable<Awaited['until']>,
  stream: Stream | undefined,
  limitMs: number | undefined,
): RawStep {
  const limit = limitMs === undefined ? {} : { limit: durationFromMs(limitMs) };
  return { action: { case: 'await', value: { ...streamOf(stream), until, ...limit } } };
}

/** A gRPC message with its five bytes before it (gRPC over HTTP/2, "Length-Prefixed-Message"), right or wrong. */
export function framed(
  message: Uint8Array,
  { flag = 0, length = message.length }: { readonly flag?: number; readonly length?: number } = {},
): Uint8Array {
  return Buffer.concat([Buffer.from([flag]), uint32(length), message]);
}
