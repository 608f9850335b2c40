import type { Place, ServiceSpec } from '../infrastructure.ts';
import { haproxyArgs } from './haproxy.ts';

/** What a relay passes on to, as `host:port`. */
export interface RelayOptions {
  readonly upstream: string;
}

/**
 * A HAProxy that passes TCP on as it comes, from its port `relay`, to be paused or killed: a partition between
 * two programs.
 */
export const relay = ({ upstream }: RelayOptions): ServiceSpec => ({
  kind: 'haproxy',
  ports: ['relay'],
  files: (place) => ({ 'haproxy.cfg': configuration(upstream, place) }),
  args: haproxyArgs,
});

/** An upstream that refuses is not tried again: the client shall hear of it as it would without the relay. */
const configuration = (upstream: string, { bindHost, ports, ...place }: Place): string => `global
  nbthread 1
  maxconn 4096

listen relay
  mode tcp
  bind ${bindHost}:${ports.relay}
  retries 0
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  server upstream ${place.upstream(upstream)}
`;
