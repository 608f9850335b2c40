/** Transport of a plan: the protocol it speaks, how it writes messages, and its limits. */
import type { Agent } from 'node:http';
import type { Transport } from '@connectrpc/connect';
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
  type Http2SessionManager,
} from '@connectrpc/connect-node';
import { type CallPlan, Codec, Protocol } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { sendOptions } from './compression.ts';
import { limitOptions } from './limits.ts';

/** createTransport speaks any of the three protocols over the same kind of session. */
export function createTransport(
  plan: CallPlan,
  baseUrl: string,
  sessionManager: Http2SessionManager,
): Transport {
  const options = { baseUrl, sessionManager, ...optionsOf(plan) };
  if (plan.protocol <= Protocol.GRPC) return createGrpcTransport(options);
  return createWebTransport(plan, { ...options, httpVersion: '2' });
}

/** createHttp1Transport speaks the two that HTTP/1.1 can carry. */
export function createHttp1Transport(plan: CallPlan, baseUrl: string, agent: Agent): Transport {
  const options = { baseUrl, nodeOptions: { agent }, ...optionsOf(plan) };
  return createWebTransport(plan, { ...options, httpVersion: '1.1' });
}

function createWebTransport(
  { protocol, httpGet }: CallPlan,
  options: Parameters<typeof createGrpcWebTransport>[0],
): Transport {
  if (protocol === Protocol.GRPC_WEB) return createGrpcWebTransport(options);
  return createConnectTransport({ ...options, useHttpGet: httpGet });
}

function optionsOf({ channel, codec, compression }: CallPlan) {
  return {
    ...(codec === Codec.JSON && { useBinaryFormat: false }),
    ...sendOptions(compression),
    ...limitOptions(channel?.limits),
  };
}
