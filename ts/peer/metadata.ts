/** Metadata of the contract: names and raw bytes, and the two names that join both ends. */
import { create } from '@bufbuild/protobuf';
import {
  type CallPlan,
  Correlation,
  type Metadatum,
  MetadatumSchema,
} from '../gen/crosswire/peer/v1/plan_pb.js';

export const callIdHeader = 'crosswire-call-id';
export const hopHeader = 'crosswire-hop';
export const processTrailer = 'crosswire-process';

/** What a status already says: gRPC over HTTP/2, "Responses". */
const statusHeaders: ReadonlySet<string> = new Set(['grpc-status', 'grpc-message']);

/** requestMetadata is all that the client sends: the correlation first, then the plan's own. */
export function requestMetadata(plan: CallPlan): Metadatum[] {
  if (plan.correlation === Correlation.LISTENER) return plan.metadata;
  return [
    datum(callIdHeader, Buffer.from(plan.callId)),
    datum(hopHeader, Buffer.from(String(plan.hop))),
    ...plan.metadata,
  ];
}

export function datum(name: string, value: Uint8Array): Metadatum {
  return create(MetadatumSchema, { name, value });
}

/** isBinary tells by the name: gRPC over HTTP/2, "Custom-Metadata". */
export function isBinary(name: string): boolean {
  return name.endsWith('-bin');
}

/** isStatus says whether a trailer is the status itself. */
export function isStatus(name: string): boolean {
  return statusHeaders.has(name);
}

/** textOfBytes maps byte for byte, as HTTP/2 header values in Node do. */
export function textOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** bytesOfText is its inverse. */
export function bytesOfText(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
