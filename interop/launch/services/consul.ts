import { join } from 'node:path/posix';
import type { Place, ServiceSpec } from '../infrastructure.ts';

/** Which data centre an agent is, and at which `host:port`, the port `wan` of another, it meets the others. */
export interface ConsulOptions {
  readonly datacenter?: string;
  readonly join?: string;
}

/**
 * A Consul agent that is a whole data centre. Its HTTP port is `client`; `wan` is where other data centres join
 * it, and `server` where they forward requests to. A killed one comes back with all that it knew.
 */
export const consul = ({ datacenter = 'dc1', join: other }: ConsulOptions = {}): ServiceSpec => ({
  kind: 'consul',
  ports: ['client', 'server', 'lan', 'wan'],
  files: () => ({}),
  args: (place) => [
    ...['agent', '-server', '-bootstrap', '-data-dir', join(place.folder, 'data')],
    ...['-log-level', 'warn', '-datacenter', datacenter, '-node', datacenter],
    ...['-hcl', 'performance { raft_multiplier = 1 }'],
    ...ports(place),
    ...(other === undefined ? [] : ['-retry-join-wan', other, '-retry-interval-wan', '500ms']),
  ],
});

/** A free port of its own for everything, so that several agents run on one address. */
const ports = ({ bindHost, ports }: Place): readonly string[] => [
  ...['-bind', bindHost, '-client', bindHost],
  ...['-http-port', `${ports.client}`, '-server-port', `${ports.server}`],
  ...['-serf-lan-port', `${ports.lan}`, '-serf-wan-port', `${ports.wan}`],
  ...['-grpc-port', '-1', '-grpc-tls-port', '-1', '-dns-port', '-1'],
];
