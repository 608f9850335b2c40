/** Options of a transport that finds its servers in a registry. */
import type { Transport } from '@connectrpc/connect';
import { Http2SessionManager } from '@connectrpc/connect-node';
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
  /** Makes the HTTP/2 connection of one server; plain settings unless given. */
  readonly session?: (baseUrl: string) => Http2SessionManager;
  /** Makes the transport of one server over its connection. */
  readonly transport: (baseUrl: string, session: Http2SessionManager) => Transport;
}

export function plainSession(baseUrl: string): Http2SessionManager {
  return new Http2SessionManager(baseUrl);
}
