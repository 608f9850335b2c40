import { createHash } from 'node:crypto';
import type { ExpectedMessage } from '../contract/case.ts';

/** Expected bytes, put together by hand: the library that encodes messages is under test too. */

/** A base-128 varint (Protocol Buffers encoding guide, "Base 128 Varints"). */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

/** A length-delimited field (wire type 2): its tag, the length, the content. */
export function field(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

/** A message that is expected by the digest of its encoding. */
export function digestOf(encoded: Uint8Array): ExpectedMessage {
  const sha256 = createHash('sha256').update(encoded).digest('hex');
  return { length: encoded.length, sha256 };
}

/** A body as `Pattern` makes it: byte i is (seed + i) mod 251. */
export function pattern(size: number, seed = 0): Buffer {
  const period = Buffer.from(Array.from({ length: 251 }, (_, i) => (seed + i) % 251));
  return Buffer.alloc(size, period);
}

/** Up to this size a body is written out, above it is told by its digest. */
const WRITTEN = 4096;

/**
 * Probe's messages with a body of `size` bytes: fields 2 of the request and 1 of the response.
 * The plan in a request is the harness's own business and left out, so a request that carries
 * one must have a body small enough to be written out.
 */
export const probe = {
  request: (size: number, seed = 0): ExpectedMessage => bodyOf(2, size, seed),
  response: (size: number, seed = 0): ExpectedMessage => bodyOf(1, size, seed),
} as const;

function bodyOf(number: number, size: number, seed: number): ExpectedMessage {
  if (size > WRITTEN) return digestOf(field(number, pattern(size, seed)));
  const body = pattern(size, seed).toString('base64');
  return { json: size === 0 ? {} : { body }, without: ['plan'] };
}

/** The same message `count` times. */
export function repeat(count: number, message: ExpectedMessage): ExpectedMessage[] {
  return Array.from({ length: count }, () => message);
}
