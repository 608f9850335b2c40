/** Transport of a plan: the protocol it speaks, how it writes messages, and its limits. */
import type { Transport } from '@connectrpc/connect';
import {
  compressionGzip,
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
  type GrpcTransportOptions,
  type Http2SessionManager,
} from '@connectrpc/connect-node';
import {
  type CallPlan,
  Codec,
  Compression,
  Protocol,
} from '../../gen/crosswire/peer/v1/plan_pb.js';
import { limitOptions } from './limits.ts';

/** createTransport speaks any of the three protocols over the same kind of session. */
export function createTransport(
  plan: CallPlan,
  baseUrl: string,
  sessionManager: Http2SessionManager,
): Transport {
  const options = { baseUrl, sessionManager, ...optionsOf(plan) };
  switch (plan.protocol) {
    case Protocol.GRPC_WEB:
      return createGrpcWebTransport({ ...options, httpVersion: '2' });
    case Protocol.CONNECT:
      return createConnectTransport({ ...options, httpVersion: '2' });
    default:
      return createGrpcTransport(options);
  }
}

function optionsOf({ channel, codec, compression }: CallPlan): Partial<GrpcTransportOptions> {
  return {
    ...(codec === Codec.JSON && { useBinaryFormat: false }),
    // Small messages too: the plan asks for compression, not for what is worth compressing.
    ...(compression === Compression.GZIP && {
      sendCompression: compressionGzip,
      compressMinBytes: 0,
    }),
    ...limitOptions(channel?.limits),
  };
}
