/**
 * Discovery for grpc-js: `zookeeper://…` and `consul://…` are targets, and servers are picked as the
 * service config says, `{"loadBalancingConfig":[{"weighted":{}}]}`; round_robin is the library's own.
 *
 *   installDiscovery();
 *   const client = new grpc.Client('consul:///orders', credentials, { 'grpc.service_config': … });
 */
import { experimental } from '@grpc/grpc-js';
import { LeastConnectionsBalancer, RandomBalancer, WeightedBalancer } from './balancers.ts';
import { ConfigOf } from './config.ts';
import { DiscoveryResolver } from './resolver.ts';

let installed = false;

/** installDiscovery makes the resolvers and balancers known to grpc-js; once is enough. */
export function installDiscovery(): void {
  if (installed) return;
  installed = true;
  experimental.registerResolver('zookeeper', DiscoveryResolver);
  experimental.registerResolver('consul', DiscoveryResolver);
  const { registerLoadBalancerType } = experimental;
  registerLoadBalancerType('random', RandomBalancer, ConfigOf.random);
  registerLoadBalancerType(
    'least_connections',
    LeastConnectionsBalancer,
    ConfigOf.least_connections,
  );
  registerLoadBalancerType('weighted', WeightedBalancer, ConfigOf.weighted);
}
