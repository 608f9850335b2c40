/** Listen opens a grpc-js server with all services on it, and notes what it sees. */
import * as grpc from '@grpc/grpc-js';
import {
  type ListenRequest,
  CloseRequest_Mode as Mode,
  Transport,
} from '../../gen/crosswire/peer/v1/peer_pb.js';
import { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { bind, shutdown } from '../../grpc-js/server.ts';
import { reachable } from '../address.ts';
import { oneThread } from '../capabilities.ts';
import { UnsupportedPart } from '../errors.ts';
import type { Listener, Shared } from '../library.ts';
import { serverTlsOf } from '../tls.ts';
import { keepaliveOptions, limitOptions } from './channels.ts';
import { serverCredentials } from './credentials.ts';
import { naming } from './naming.ts';
import { observing } from './observe.ts';
import type { OpenUnder } from './probe.ts';
import { addServices } from './services.ts';

/** listen throws UnsupportedPart for a field that grpc-js has nothing for. */
export async function listen(
  request: ListenRequest,
  shared: Shared,
  openUnder: OpenUnder,
): Promise<Listener> {
  check(request);
  const credentials = serverCredentials(serverTlsOf(request));
  const server = new grpc.Server({
    ...optionsOf(request),
    interceptors: [interceptorOf(request, shared)],
  });
  const setServing = addServices(server, shared, openUnder);
  const port = await bind(server, request.bind, credentials);
  return {
    address: reachable(request.bind, port),
    setServing,
    close: (mode, graceMs) => close(server, mode, graceMs),
  };
}

function interceptorOf({ id }: ListenRequest, { observations }: Shared): grpc.ServerInterceptor {
  return observations ? observing(id, observations) : naming;
}

function check({ transport, threads, reusePort, compression }: ListenRequest): void {
  const lacking = {
    transport: transport === Transport.HTTP1 && 'grpc-js speaks HTTP/2 only',
    threads: threads && oneThread,
    reusePort: reusePort && 'grpc-js has no option for SO_REUSEPORT',
    compression: compression > Compression.IDENTITY && 'grpc-js does not compress responses',
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
}

function optionsOf(request: ListenRequest): grpc.ServerOptions {
  const { limits, keepalive, maxConcurrentStreams: streams } = request;
  return {
    ...limitOptions(limits, 'limits'),
    ...keepaliveOptions(keepalive),
    ...(streams && { 'grpc.max_concurrent_streams': streams }),
  };
}

async function close(server: grpc.Server, mode: Mode, graceMs: number): Promise<void> {
  if (mode === Mode.ABRUPT) server.forceShutdown();
  else await shutdown(server, graceMs);
}
