import type { Fields } from '../script.ts';

/** Frames as bytes, for those that come by the hundred: one step writes them all. */

/** A frame (RFC 9113, 4.1). */
export function frameBytes(
  type: number,
  stream: number,
  payload: Uint8Array = new Uint8Array(),
  flags = 0,
): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header block of literals (RFC 7541, 6.2.2); names and values must be short enough for a length of one byte. */
export function blockBytes(fields: Fields): Uint8Array {
  const text = (one: string | Uint8Array) => [one.length, ...Buffer.from(one)];
  return Buffer.from(fields.flatMap(([name, value]) => [0, ...text(name), ...text(value)]));
}

/** So many, one behind the other; `at` counts from 0. */
export function many(count: number, of: (at: number) => Uint8Array): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, (_, at) => of(at)));
}
