import { join } from 'node:path/posix';
import type { Place, ServiceSpec } from '../infrastructure.ts';
import { type Frontend, portsOf } from './frontend.ts';

/**
 * A HAProxy that passes HTTP/2 on to h2c servers in turn. A call that
 * meets a server which refuses the connection goes to the next one (`redispatch`; by default HAProxy tries the same one
 * for three seconds, and then answers 503); health checks are off, so each call in turn meets it. Each call has a connection of its own to a server, as nginx does it.
 */
export const haproxy = (frontends: readonly Frontend[]): ServiceSpec => ({
  kind: 'haproxy',
  ports: portsOf(frontends),
  files: (place) => ({
    'haproxy.cfg': configuration(frontends, place),
    ...Object.fromEntries(frontends.flatMap(keysOf)),
  }),
  args: haproxyArgs,
});

/** In the foreground, with its configuration. */
export const haproxyArgs = ({ folder }: Place): readonly string[] => [
  '-db',
  '-f',
  join(folder, 'haproxy.cfg'),
];

/** HAProxy reads certificate and key from one file. */
const keysOf = ({ port, tls }: Frontend): [string, string][] =>
  tls === undefined ? [] : [[`${port}.pem`, `${tls.certPem.trimEnd()}\n${tls.keyPem}`]];

/**
 * A machine that is gone says nothing at all: after a second the call goes elsewhere. One thread: the spread is exact. A buffer has to hold all headers of a message (64 KiB of metadata and more),
 * in as many fields as there are. Timeouts are long, so that the clients' deadlines rule.
 */
const configuration = (frontends: readonly Frontend[], place: Place): string => `global
  nbthread 1
  maxconn 4096
  tune.bufsize 262144
  tune.http.maxhdr 4096

defaults
  mode http
  balance roundrobin
  http-reuse never
  option redispatch 1
  timeout connect 1s
  timeout client 1h
  timeout server 1h

${frontends.map((frontend) => sectionsOf(frontend, place)).join('\n')}`;

const sectionsOf = (frontend: Frontend, place: Place): string => `frontend ${frontend.port}
  bind ${place.bindHost}:${place.ports[frontend.port]} ${bindingOf(frontend, place)}
  default_backend ${frontend.port}
backend ${frontend.port}
${frontend.upstreams.map((upstream, i) => `  server s${i} ${place.upstream(upstream)} proto h2${checkOf(frontend)}`).join('\n')}
`;

/**
 * One of several that no longer takes connections is left out: a machine that is gone says nothing, and every call that
 * met it would wait for a second. Where there is one alone, nothing could take its place.
 */
const checkOf = ({ upstreams }: Frontend): string =>
  upstreams.length > 1 ? ' check inter 300ms fastinter 100ms fall 2 rise 1' : '';

const bindingOf = ({ port, tls }: Frontend, { folder }: Place): string =>
  tls === undefined ? 'proto h2' : `ssl crt ${join(folder, `${port}.pem`)} alpn h2`;
