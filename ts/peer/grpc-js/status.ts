/** Status makes of a planned status what a grpc-js handler passes on. */
import { create } from '@bufbuild/protobuf';
import { AnySchema } from '@bufbuild/protobuf/wkt';
import type * as grpc from '@grpc/grpc-js';
import type { ServerStatus } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { encodeStatus, statusDetailsTrailer } from '../../grpc-js/status-details.ts';
import { toMetadata } from './metadata.ts';

/** trailersOf are the planned trailers, and the details where there are any. */
export function trailersOf({ code, message, details, trailers }: ServerStatus): grpc.Metadata {
  const metadata = toMetadata(trailers);
  if (details.length > 0) {
    const packed = details.map(({ typeUrl, value }) => create(AnySchema, { typeUrl, value }));
    metadata.set(statusDetailsTrailer, encodeStatus(code, message, packed));
  }
  return metadata;
}

/** errorOf is the error that a handler gives to its callback, or emits. */
export function errorOf(status: ServerStatus): Partial<grpc.StatusObject> {
  return { code: status.code, details: status.message, metadata: trailersOf(status) };
}
