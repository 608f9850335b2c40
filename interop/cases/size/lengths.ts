import { varint } from '../bytes.ts';

/** The bytes before every message (gRPC over HTTP/2, "Length-Prefixed-Message"). */
const PREFIX = 5;

/**
 * The body of a Probe message whose encoding has so many bytes: one is the field's tag, some its length (Protocol
 * Buffers encoding guide, "Length-Delimited Records"). Throws for a size that no body gives.
 */
export function bodyOfEncoded(size: number): number {
  const body = [1, 2, 3, 4, 5]
    .map((lengthBytes) => size - 1 - lengthBytes)
    .find((one) => one > 0 && 1 + varint(one).length + one === size);
  if (body === undefined) throw new Error(`no Probe message has ${size} bytes`);
  return body;
}

/** The same where the prefix counts too: so many bytes of DATA. */
export function bodyOfFramed(size: number): number {
  return bodyOfEncoded(size - PREFIX);
}
