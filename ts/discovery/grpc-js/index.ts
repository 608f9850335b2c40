/** Discovery for grpc-js: `zookeeper://…` and `consul://…` are targets, and four policies pick. */

/** installDiscovery makes the resolvers and balancers known to grpc-js; once is enough. */
export function installDiscovery(): void {
  throw new Error('not yet');
}
