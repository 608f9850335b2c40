/** Discovery for Connect: a transport that picks a server of a registry for each RPC. */
import type { Transport } from '@connectrpc/connect';
import type { Http2SessionManager } from '@connectrpc/connect-node';
import type { PolicyName } from '../policy.ts';

export interface DiscoveryTransportOptions {
  /** "zookeeper://host:port/path" or "consul://host:port/service". */
  readonly target: string;
  /** round_robin unless given. */
  readonly policy?: PolicyName;
  /** A call without a reachable server waits, until its deadline, instead of ending UNAVAILABLE. */
  readonly waitForReady?: boolean;
  /** The scheme of a server's base URL; http. */
  readonly scheme?: 'http' | 'https';
  /** Opens the HTTP/2 connection of one server; plain settings unless given. */
  readonly session?: (baseUrl: string) => Http2SessionManager;
  /** Makes the transport of one server over its connection. */
  readonly transport: (baseUrl: string, session: Http2SessionManager) => Transport;
}

/** DiscoveryTransport is closed by its owner: it watches a registry, and holds connections. */
export interface DiscoveryTransport extends Transport {
  close(): void;
}

/** createDiscoveryTransport throws a TargetError where the target is wrong. */
export function createDiscoveryTransport(_options: DiscoveryTransportOptions): DiscoveryTransport {
  throw new Error('not yet');
}
