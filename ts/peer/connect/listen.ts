/** Listen opens a Connect server with all services on it, and notes what it sees. */
import type { AddressInfo } from 'node:net';
import type { Interceptor } from '@connectrpc/connect';
import type { ConnectNodeAdapterOptions } from '@connectrpc/connect-node';
import { splitAddress } from '../../address.ts';
import type { HealthSwitch } from '../../connect/health.ts';
import * as server from '../../connect/server.ts';
import {
  type ListenRequest,
  CloseRequest_Mode as Mode,
  Transport,
} from '../../gen/crosswire/peer/v1/peer_pb.js';
import { reachable } from '../address.ts';
import { oneThread } from '../capabilities.ts';
import { UnsupportedPart } from '../errors.ts';
import type { Listener, Shared } from '../library.ts';
import { serverTlsOf } from '../tls.ts';
import { answerOptions } from './compression.ts';
import { limitOptions, limitSettings } from './limits.ts';
import { naming } from './naming.ts';
import { observing, peerOf } from './observe.ts';
import type { OpenUnder } from './probe.ts';
import { register } from './services.ts';
import { secureOptions } from './tls.ts';

/** listen throws UnsupportedPart for a field that Connect or Node has nothing for. */
export async function listen(
  request: ListenRequest,
  shared: Shared,
  openUnder: OpenUnder,
): Promise<Listener> {
  check(request);
  const { bind, limits, reusePort, compression } = request;
  let setServing: HealthSwitch = () => undefined;
  const open = create(request, {
    ...limitOptions(limits),
    ...answerOptions(compression),
    interceptors: [interceptorOf(request, shared)],
    contextValues: peerOf,
    routes: (router) => {
      setServing = register(router, shared, openUnder, compression);
    },
  });
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

/** create takes Node's server for the transport; each has its own option for the size of metadata. */
function create(request: ListenRequest, options: ConnectNodeAdapterOptions): server.ConnectServer {
  const { transport, limits, maxConcurrentStreams } = request;
  const secured = serverTlsOf(request);
  if (transport === Transport.HTTP1) {
    const { maxMetadataBytes: maxHeaderSize } = limits ?? {};
    return server.createHttp1Server(options, maxHeaderSize ? { maxHeaderSize } : {});
  }
  const streams = maxConcurrentStreams && { maxConcurrentStreams };
  const settings = { ...limitSettings(limits), ...streams };
  return server.createServer(options, { settings }, secured && secureOptions(secured));
}

function interceptorOf({ id }: ListenRequest, { observations }: Shared): Interceptor {
  return observations ? observing(id, observations) : naming;
}

function check(request: ListenRequest): void {
  const { threads, keepalive, transport, maxConcurrentStreams } = request;
  const lacking = {
    threads: threads && oneThread,
    keepalive: keepalive && 'Connect for Node sends no PINGs from a server',
    maxConcurrentStreams:
      maxConcurrentStreams && transport === Transport.HTTP1 && 'HTTP/1.1 has no streams',
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
}
