/**
 * Discovery for Connect: a transport that picks a server of a registry for each RPC.
 *
 *   const transport = createDiscoveryTransport({
 *     target: 'consul:///orders',
 *     policy: 'weighted',
 *     transport: (baseUrl, sessionManager) => createGrpcTransport({ baseUrl, sessionManager }),
 *   });
 */
import type { DiscoveryTransportOptions } from './options.ts';
import { DiscoveryTransport } from './transport.ts';

export type { DiscoveryTransport, DiscoveryTransportOptions };

/** createDiscoveryTransport throws a TargetError where the target is wrong. */
export function createDiscoveryTransport(options: DiscoveryTransportOptions): DiscoveryTransport {
  return new DiscoveryTransport(options);
}
