/** Limits of Connect: the same options for a transport and for a router. */
import type { Limits } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';

/** limitOptions throws for what Connect can't limit; `field` is the limits' place in the request. */
export function limitOptions(
  limits: Limits | undefined,
  field: string,
): { readMaxBytes?: number; writeMaxBytes?: number } {
  if (!limits) return {};
  if (limits.maxMetadataBytes) {
    throw new UnsupportedPart(`${field}.maxMetadataBytes`, 'Connect has no limit for metadata');
  }
  const { maxReceiveMessageBytes: read, maxSendMessageBytes: write } = limits;
  return { ...(read && { readMaxBytes: read }), ...(write && { writeMaxBytes: write }) };
}
