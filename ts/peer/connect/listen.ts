/** Listen opens a Connect server with all services on it, and notes what it sees. */
import type { AddressInfo } from 'node:net';
import type { ConnectRouter, Interceptor } from '@connectrpc/connect';
import { splitAddress } from '../../address.ts';
import { type HealthSwitch, registerHealth } from '../../connect/health.ts';
import * as server from '../../connect/server.ts';
import { orders, subjects, users } from '../../connect/services.ts';
import {
  type ListenRequest,
  CloseRequest_Mode as Mode,
} from '../../gen/crosswire/peer/v1/peer_pb.js';
import { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { Probe } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { OrderHandler } from '../../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../../gen/subjects/subjects_pb.js';
import { MyService } from '../../gen/users/users_pb.js';
import { reachable } from '../address.ts';
import { UnsupportedPart } from '../errors.ts';
import type { Listener, Shared } from '../library.ts';
import { services } from '../methods.ts';
import { serverTlsOf } from '../tls.ts';
import { checkListener } from '../transport.ts';
import { limitOptions, limitSettings } from './limits.ts';
import { naming } from './naming.ts';
import { observing, peerOf, timed } from './observe.ts';
import { type OpenUnder, probe } from './probe.ts';
import { secureOptions } from './tls.ts';

/** listen throws UnsupportedPart for a field that Connect or Node has nothing for. */
export async function listen(
  request: ListenRequest,
  shared: Shared,
  openUnder: OpenUnder,
): Promise<Listener> {
  check(request);
  const secured = serverTlsOf(request);
  const { bind, limits, maxConcurrentStreams, reusePort } = request;
  let setServing: HealthSwitch = () => undefined;
  const open = server.createServer(
    {
      ...limitOptions(limits),
      interceptors: [interceptorOf(request, shared)],
      contextValues: peerOf,
      routes: (router) => {
        setServing = register(router, shared, openUnder);
      },
    },
    {
      settings: {
        ...limitSettings(limits),
        ...(maxConcurrentStreams && { maxConcurrentStreams }),
      },
    },
    secured && secureOptions(secured),
  );
  const unix = bind.startsWith('unix:');
  const place = unix ? { path: bind.slice('unix:'.length) } : { ...splitAddress(bind), reusePort };
  await server.listen(open, place);
  const port = unix ? 0 : (open.http.address() as AddressInfo).port;
  return {
    address: reachable(bind, port),
    setServing,
    close: async (mode, graceMs) => {
      if (mode === Mode.ABRUPT) server.abort(open);
      else await server.shutdown(open, graceMs);
    },
  };
}

function interceptorOf({ id }: ListenRequest, { observations }: Shared): Interceptor {
  return observations ? observing(id, observations) : naming;
}

function register(
  router: ConnectRouter,
  { signals, greeting }: Shared,
  openUnder: OpenUnder,
): HealthSwitch {
  router.service(Probe, timed<typeof Probe>(probe(signals, openUnder)));
  router.service(MyService, timed<typeof MyService>(users));
  router.service(SimpleRpcServer, timed<typeof SimpleRpcServer>(subjects));
  router.service(OrderHandler, timed<typeof OrderHandler>(orders(greeting)));
  return registerHealth(router, services);
}

function check(request: ListenRequest): void {
  checkListener(request);
  if (request.keepalive) {
    throw new UnsupportedPart('keepalive', 'Connect for Node sends no PINGs from a server');
  }
  if (request.compression > Compression.IDENTITY) {
    throw new UnsupportedPart('compression', 'Connect compresses as the client accepts');
  }
}
