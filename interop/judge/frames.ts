import { Direction, type Frame, Frame_Kind } from '../contract/generated.ts';
import { errorOf, FLAG, TYPE } from '../contract/http2.ts';

const latin1 = new TextDecoder('latin1');

/** What one side sent, in order. */
export function sentTo(direction: Direction, frames: readonly Frame[]): readonly Frame[] {
  return frames.filter((frame) => frame.direction === direction);
}

export function toServer(frames: readonly Frame[]): readonly Frame[] {
  return sentTo(Direction.TO_SERVER, frames);
}

export function toClient(frames: readonly Frame[]): readonly Frame[] {
  return sentTo(Direction.TO_CLIENT, frames);
}

/** The frames of one type. */
export function ofType(frames: readonly Frame[], type: number): readonly Frame[] {
  return frames.filter((frame) => frame.kind === Frame_Kind.FRAME && frame.type === type);
}

/** How many of a type acknowledge one (RFC 9113, 6.5 and 6.7). */
export function acksOf(frames: readonly Frame[], type: number): number {
  return ofType(frames, type).filter(({ flags }) => (flags & FLAG.ACK) !== 0).length;
}

/** Whether its side sends nothing more on the stream (RFC 9113, 6.1 and 6.2). */
export function endsStream({ kind, type, flags }: Frame): boolean {
  const ends = type === TYPE.DATA || type === TYPE.HEADERS;
  return kind === Frame_Kind.FRAME && ends && (flags & FLAG.END_STREAM) !== 0;
}

/** Whether it tells that a side has ended the connection. */
export function isEnd({ kind }: Frame): boolean {
  return kind === Frame_Kind.ENDED || kind === Frame_Kind.RESET;
}

/** The calls of all connections: the streams on which a client sent HEADERS. */
export function callsOf(frames: readonly Frame[]): number {
  const opened = ofType(toServer(frames), TYPE.HEADERS);
  return new Set(opened.map((frame) => `${frame.connection} ${frame.streamId}`)).size;
}

/** How many connections there were: each begins once, whoever is told of it. */
export function connectionsOf(frames: readonly Frame[]): number {
  const opened = frames.filter(({ kind }) => kind === Frame_Kind.OPENED);
  return new Set(opened.map(({ connection }) => connection)).size;
}

/** The values of a field of a decoded block, in order, a character a byte. */
export function valuesOf({ headers }: Frame, name: string): readonly string[] {
  return headers.filter((one) => one.name === name).map((one) => latin1.decode(one.value));
}

/** The error code of an RST_STREAM or GOAWAY frame, by name. */
export function errorName({ type, payload }: Frame): string {
  return errorOf(type, payload) ?? 'without a code';
}

/** What a GOAWAY frame says beside its code (RFC 9113, 6.8, "Additional Debug Data"). */
export function goawayText({ payload }: Frame): string {
  return latin1.decode(payload.subarray(8));
}

/** The last stream that a GOAWAY frame takes. */
export function goawayLast({ payload }: Frame): number {
  return payload.length < 4 ? 0 : Buffer.from(payload).readUInt32BE(0) & 0x7fffffff;
}
