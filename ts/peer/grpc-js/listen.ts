/** Listen opens a grpc-js server with all services on it, and notes what it sees. */
import * as grpc from '@grpc/grpc-js';
import {
  type ListenRequest,
  CloseRequest_Mode as Mode,
} from '../../gen/crosswire/peer/v1/peer_pb.js';
import { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { Probe } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { OrderHandler } from '../../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../../gen/subjects/subjects_pb.js';
import { MyService } from '../../gen/users/users_pb.js';
import { addHealth, addService, bind, shutdown } from '../../grpc-js/server.ts';
import { orders, subjects, users } from '../../grpc-js/services.ts';
import { reachable } from '../address.ts';
import { UnsupportedPart } from '../errors.ts';
import type { Listener, Shared } from '../library.ts';
import { services } from '../methods.ts';
import { serverTlsOf } from '../tls.ts';
import { checkListener } from '../transport.ts';
import { keepaliveOptions, limitOptions } from './channels.ts';
import { serverCredentials } from './credentials.ts';
import { naming } from './naming.ts';
import { observing } from './observe.ts';
import { type OpenUnder, probe } from './probe.ts';

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
  addService(server, Probe, probe(shared.signals, openUnder));
  addService(server, MyService, users);
  addService(server, SimpleRpcServer, subjects);
  addService(server, OrderHandler, orders(shared.greeting));
  const setServing = addHealth(server, services);
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

function check(request: ListenRequest): void {
  checkListener(request);
  if (request.reusePort) {
    throw new UnsupportedPart('reusePort', 'grpc-js has no option for SO_REUSEPORT');
  }
  if (request.compression > Compression.IDENTITY) {
    throw new UnsupportedPart('compression', 'grpc-js does not compress responses');
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
