/** HTTP/2 frames in words (RFC 9113). */
import type { Frame } from '../contract/generated.ts';
import { errorOf, FLAG, settingName, TYPE, type TypeName, typeName } from '../contract/http2.ts';
import { field, grouped } from '../report/sanitize.ts';
import { hex } from '../report/values.ts';

const END_HEADERS = { [FLAG.END_HEADERS]: 'END_HEADERS' };
const PADDED = { [FLAG.PADDED]: 'PADDED' };
const END_STREAM = { [FLAG.END_STREAM]: 'END_STREAM' };
const ACK = { [FLAG.ACK]: 'ACK' };
const FLAGS: Readonly<Partial<Record<TypeName, Readonly<Record<number, string>>>>> = {
  DATA: { ...END_STREAM, ...PADDED },
  HEADERS: { ...END_STREAM, ...END_HEADERS, ...PADDED, [FLAG.PRIORITY]: 'PRIORITY' },
  SETTINGS: ACK,
  PING: ACK,
  PUSH_PROMISE: { ...END_HEADERS, ...PADDED },
  CONTINUATION: END_HEADERS,
};

/** How many settings of a frame are told. */
const MOST = 16;

/** `HEADERS`, or `type 66` for one that the specification doesn't know. */
export function typeText({ type }: Frame): string {
  return typeName(type) ?? `type ${type}`;
}

/** `END_STREAM END_HEADERS`; bits that mean nothing as a number. */
export function flagsText({ type, flags }: Frame): string {
  const name = typeName(type);
  const known = (name === undefined ? undefined : FLAGS[name]) ?? {};
  const bits = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => 1 << at).filter((bit) => flags & bit);
  return bits.map((bit) => known[bit] ?? `0x${bit.toString(16)}`).join(' ');
}

function settingsText(payload: Buffer): string {
  const count = Math.floor(payload.length / 6);
  const pairs = Array.from({ length: Math.min(count, MOST) }, (_, at) => {
    const id = payload.readUInt16BE(at * 6);
    return `${settingName(id)} ${payload.readUInt32BE(at * 6 + 2)}`;
  });
  return [...pairs, ...(count > MOST ? [`… and ${count - MOST} more`] : [])].join(', ');
}

function goawayText(payload: Buffer): string {
  const debug = payload.subarray(8);
  const text = debug.length === 0 ? '' : ` ${field(debug.toString('latin1'))}`;
  const last = payload.readUInt32BE(0) & 0x7fffffff;
  return `last stream ${last}, ${errorOf(TYPE.GOAWAY, payload)}${text}`;
}

/** What a frame of the connection's own management says; empty where its payload isn't as it must be. */
export function detailText(frame: Frame): string {
  const payload = Buffer.from(frame.payload);
  switch (frame.type) {
    case TYPE.SETTINGS:
      return settingsText(payload);
    case TYPE.RST_STREAM:
      return errorOf(frame.type, payload) ?? '';
    case TYPE.GOAWAY:
      return payload.length >= 8 ? goawayText(payload) : '';
    case TYPE.WINDOW_UPDATE:
      return payload.length === 4 ? `+${grouped(payload.readUInt32BE(0) & 0x7fffffff)}` : '';
    case TYPE.PING:
      return hex(payload, 8);
    default:
      return '';
  }
}

/** What a DATA frame carries, without its padding (RFC 9113, 6.1). */
export function contentOf({ flags, payload }: Frame): Uint8Array {
  if ((flags & FLAG.PADDED) === 0) return payload;
  const [padding = 0] = payload;
  return payload.subarray(1, Math.max(1, payload.length - padding));
}
