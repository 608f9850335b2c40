/** Metadata of Connect: a Headers object, with binary values in base64. */
import { decodeBinaryHeader, encodeBinaryHeader } from '@connectrpc/connect';
import type { Metadatum } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { bytesOfText, datum, isBinary, isStatus, textOfBytes } from '../metadata.ts';

/** appendTo throws what Headers throws for a name or a value that it doesn't take. */
export function appendTo(headers: Headers, data: readonly Metadatum[]): Headers {
  for (const { name, value } of data) {
    const binary = isBinary(name.toLowerCase());
    headers.append(name, binary ? encodeBinaryHeader(value) : textOfBytes(value));
  }
  return headers;
}

/** fromHeaders is all that Connect shows, without the status. Headers joins repeated values. */
export function fromHeaders(headers: Headers | undefined): Metadatum[] {
  return [...(headers ?? [])]
    .filter(([name]) => !isStatus(name))
    .flatMap(([name, value]) => valuesOf(name, value).map((bytes) => datum(name, bytes)));
}

/** A comma never is a part of base64, so joined binary values come apart again. */
function valuesOf(name: string, value: string): Uint8Array[] {
  if (!isBinary(name)) return [bytesOfText(value)];
  return value.split(',').map((part) => decoded(part.trim()));
}

function decoded(value: string): Uint8Array {
  try {
    return decodeBinaryHeader(value);
  } catch {
    return bytesOfText(value);
  }
}
