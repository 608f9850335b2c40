/** ConnectChannel is a transport of Connect with its connections: to an address, or to a registry's servers. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Code,
  ConnectError,
  createContextKey,
  type Interceptor,
  type Transport,
} from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { createDiscoveryTransport } from '../discovery/connect/index.ts';
import { isFound, type Where } from './where.ts';

const dialAgainMs = 100;

/** serverKey is which server a call went to, "host:port": each has a transport of its own. */
export const serverKey = createContextKey('');

export interface Channel {
  readonly transport: Transport;
  /** Waits for the connection, where there is one to wait for. */
  connected(ms: number): Promise<void>;
  close(): void;
}

export function open(where: Where): Channel {
  return isFound(where) ? discovering(where) : direct(where.target);
}

/** A registry's servers are connected to as they are found: calls wait for that by themselves. */
function discovering({ target, policy }: Where): Channel {
  const transport = createDiscoveryTransport({ target, policy, transport: grpcTransport });
  return { transport, connected: async () => undefined, close: () => transport.close() };
}

function direct(address: string): Channel {
  const baseUrl = `http://${address}`;
  const session = new Http2SessionManager(baseUrl);
  return {
    transport: grpcTransport(baseUrl, session),
    connected: (ms) => connected(session, ms),
    close: () => session.abort(),
  };
}

function grpcTransport(baseUrl: string, sessionManager: Http2SessionManager): Transport {
  const noting: Interceptor = (next) => (request) => {
    request.contextValues.set(serverKey, baseUrl.slice('http://'.length));
    return next(request);
  };
  return createGrpcTransport({ baseUrl, sessionManager, interceptors: [noting] });
}

/** connected dials until it succeeds: Connect itself tries once. */
async function connected(session: Http2SessionManager, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while ((await session.connect()) === 'error') {
    if (performance.now() > deadline) throw ConnectError.from(session.error(), Code.Unavailable);
    await sleep(dialAgainMs);
  }
}
