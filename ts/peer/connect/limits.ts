/** Limits of Connect, and of node:http2 below it: the same for a client and for a server. */
import type { Settings } from 'node:http2';
import type { Limits } from '../../gen/crosswire/peer/v1/plan_pb.js';

/** limitOptions are for a transport or for a router. */
export function limitOptions(limits: Limits | undefined): {
  readMaxBytes?: number;
  writeMaxBytes?: number;
} {
  const { maxReceiveMessageBytes: read, maxSendMessageBytes: write } = limits ?? {};
  return { ...(read && { readMaxBytes: read }), ...(write && { writeMaxBytes: write }) };
}

/**
 * limitSettings are for a session: SETTINGS_MAX_HEADER_LIST_SIZE, RFC 9113 section 6.5.2. Node
 * holds to it from the moment that the other side has acknowledged it, and not before.
 */
export function limitSettings(limits: Limits | undefined): Settings {
  const { maxMetadataBytes: size } = limits ?? {};
  return size ? { maxHeaderListSize: size } : {};
}
