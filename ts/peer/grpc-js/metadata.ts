/** Metadata of grpc-js: Buffers for binary names, strings for the others. */
import * as grpc from '@grpc/grpc-js';
import type { Metadatum } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { bytesOfText, datum, isBinary, isStatus, textOfBytes } from '../metadata.ts';

/** toMetadata throws what grpc-js throws for a name or a value that it doesn't take. */
export function toMetadata(data: readonly Metadatum[]): grpc.Metadata {
  const metadata = new grpc.Metadata();
  for (const { name, value } of data) {
    metadata.add(name, isBinary(name.toLowerCase()) ? Buffer.from(value) : textOfBytes(value));
  }
  return metadata;
}

/** fromMetadata is all that grpc-js shows, without the status. */
export function fromMetadata(metadata: grpc.Metadata | null | undefined): Metadatum[] {
  if (!metadata) return [];
  return Object.entries(metadata.toJSON())
    .filter(([name]) => !isStatus(name))
    .flatMap(([name, values]) => values.map((value) => datum(name, bytesOf(value))));
}

function bytesOf(value: grpc.MetadataValue): Uint8Array {
  return typeof value === 'string' ? bytesOfText(value) : value;
}
