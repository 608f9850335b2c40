import { fromBinary, toJsonString } from '@bufbuild/protobuf';
import { Direction, type Frame, Frame_Kind } from '../contract/generated.ts';
import { TYPE } from '../contract/http2.ts';
import { cut } from '../report/sanitize.ts';
import { contentOf } from './http2.ts';
import { type Inflated, inflated } from './inflated.ts';
import { messageOf, REGISTRY } from './methods.ts';

/** A longer message isn't decoded: only its first bytes are told. */
const DECODED_LIMIT = 256 * 1024;
/** Characters of JSON that are kept of one message. */
const JSON_LIMIT = 16 * 1024;
const FIRST_BYTES = 64;
/** How many messages of a record are looked at. */
const MOST = 10_000;

/** A GrpcMessage is a Length-Prefixed-Message that went over (gRPC over HTTP/2). */
export interface GrpcMessage {
  /** The method's path, and which of its messages: `/MyService/User request`. */
  readonly what: string;
  readonly compressed: boolean;
  /** As its prefix says. */
  readonly length: number;
  /** ProtoJSON by its descriptor; or why there is none, and the first bytes in hexadecimal. */
  readonly json?: string;
  readonly problem?: string;
  readonly firstBytes?: string;
}

/** One direction of a stream: what has come of a message that isn't whole. */
interface Half {
  readonly toServer: boolean;
  encoding: string;
  chunks: Uint8Array[];
  size: number;
}

interface Stream {
  path: string;
  readonly halves: ReadonlyMap<Direction, Half>;
}

/** The gRPC messages of a record, by the frame with which each was whole. */
export function messagesOf(frames: readonly Frame[]): Map<Frame, GrpcMessage[]> {
  const streams = new Map<string, Stream>();
  const found = new Map<Frame, GrpcMessage[]>();
  let left = MOST;
  for (const frame of frames) {
    if (frame.kind !== Frame_Kind.FRAME || frame.streamId === 0) continue;
    const stream = streamOf(streams, `${frame.connection}/${frame.streamId}`);
    if (frame.headers.length > 0) learn(stream, frame);
    const messages = frame.type === TYPE.DATA && left > 0 ? take(stream, frame, left) : [];
    if (messages.length > 0) found.set(frame, messages);
    left -= messages.length;
  }
  return found;
}

function streamOf(streams: Map<string, Stream>, key: string): Stream {
  const found = streams.get(key);
  if (found !== undefined) return found;
  const half = (toServer: boolean): Half => ({ toServer, encoding: '', chunks: [], size: 0 });
  const halves = new Map([
    [Direction.TO_SERVER, half(true)],
    [Direction.TO_CLIENT, half(false)],
  ]);
  const made = { path: '', halves };
  streams.set(key, made);
  return made;
}

function learn(stream: Stream, { headers, direction }: Frame): void {
  const half = stream.halves.get(direction);
  for (const { name, value } of headers) {
    if (name === ':path') stream.path = Buffer.from(value).toString('latin1');
    if (name === 'grpc-encoding' && half !== undefined) {
      half.encoding = Buffer.from(value).toString('latin1');
    }
  }
}

function take(stream: Stream, frame: Frame, most: number): GrpcMessage[] {
  const half = stream.halves.get(frame.direction);
  if (half === undefined) return [];
  const content = contentOf(frame);
  half.chunks.push(content);
  half.size += content.length;
  const messages: GrpcMessage[] = [];
  while (messages.length < most) {
    const next = cutOff(half);
    if (next === undefined) break;
    messages.push(told(stream.path, half, next));
  }
  return messages;
}

interface Framed {
  readonly flag: number;
  readonly body: Uint8Array;
}

/** Takes the first message off when it is whole. The chunks are joined only then, or for their first bytes. */
function cutOff(half: Half): Framed | undefined {
  if (half.size < 5) return undefined;
  if ((half.chunks[0]?.length ?? 0) < 5) half.chunks = [Buffer.concat(half.chunks)];
  const [first = new Uint8Array()] = half.chunks;
  const end = 5 + Buffer.from(first.subarray(1, 5)).readUInt32BE(0);
  if (half.size < end) return undefined;
  // Of one chunk no copy: a peer may fill it with messages of five bytes.
  const all = half.chunks.length === 1 ? first : Buffer.concat(half.chunks);
  half.chunks = [all.subarray(end)];
  half.size -= end;
  return { flag: all[0] ?? 0, body: all.subarray(5, end) };
}

function told(path: string, half: Half, { flag, body }: Framed): GrpcMessage {
  const what = `${path} ${half.toServer ? 'request' : 'response'}`;
  const base = { what, compressed: flag !== 0, length: body.length };
  const plain: Inflated =
    flag === 0 ? { bytes: body } : inflated(half.encoding, body, DECODED_LIMIT);
  const decoded = plain.bytes === undefined ? plain : decode(path, half.toServer, plain.bytes);
  if (decoded.problem === undefined) return { ...base, ...decoded };
  const firstBytes = Buffer.from(body.subarray(0, FIRST_BYTES)).toString('hex');
  return { ...base, problem: decoded.problem, firstBytes };
}

function decode(path: string, toServer: boolean, bytes: Uint8Array) {
  const schema = messageOf(path, toServer);
  if (schema === undefined) return { problem: 'no descriptor' };
  if (bytes.length > DECODED_LIMIT) return { problem: 'too long to be decoded' };
  try {
    const json = toJsonString(schema, fromBinary(schema, bytes), { registry: REGISTRY });
    return { json: cut(json, JSON_LIMIT) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
