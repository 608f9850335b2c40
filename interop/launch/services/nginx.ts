import { join } from 'node:path/posix';
import type { Place, ServiceSpec } from '../infrastructure.ts';
import { type Frontend, portsOf } from './frontend.ts';

/**
 * An nginx that passes gRPC on by `grpc_pass`, to h2c upstreams in turn. What dies is handled as nginx does by
 * default: a server that refuses a connection is left out for 10 s and the call goes to the next one; a call
 * that was sent is not sent again (POST is not idempotent). Each call has a connection of its own upstream.
 */
export const nginx = (frontends: readonly Frontend[]): ServiceSpec => ({
  kind: 'nginx',
  ports: portsOf(frontends),
  files: (place) => ({
    'nginx.conf': configuration(frontends, place),
    ...Object.fromEntries(frontends.flatMap(keysOf)),
  }),
  // Before its configuration is read nginx would write its errors to a file of the system's.
  args: ({ folder }) => ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'],
});

const keysOf = ({ port, tls }: Frontend): [string, string][] =>
  tls === undefined
    ? []
    : [
        [`${port}.crt`, tls.certPem],
        [`${port}.key`, tls.keyPem],
      ];

/** One worker, and its turns in shared memory: the spread is exact. Files are relative to the prefix, `-p`. */
const configuration = (frontends: readonly Frontend[], place: Place): string => `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;

  # Metadata of 64 KiB in either direction, of any size of field, and with the names that gRPC allows.
  large_client_header_buffers 8 128k;
  grpc_buffer_size 128k;
  underscores_in_headers on;
  ignore_invalid_headers off;

  # Messages of any size, and calls of any length: the clients' deadlines rule. A machine that is gone says nothing at
  # all: after a second the call goes elsewhere.
  client_max_body_size 0;
  client_body_timeout 1h;
  send_timeout 1h;
  keepalive_timeout 1h;
  keepalive_requests 1000000;
  grpc_connect_timeout 1s;
  grpc_read_timeout 1h;
  grpc_send_timeout 1h;

${frontends.map((frontend) => serverOf(frontend, place)).join('\n')}
}
`;

/**
 * Servers see the group's name as the authority, as nginx does by default: told to pass on the client's, it sends
 * a `host` field instead of `:authority`.
 */
const serverOf = ({ port, upstreams, tls }: Frontend, place: Place): string => `  upstream ${port} {
    zone ${port} 64k;
${upstreams.map((upstream) => `    server ${place.upstream(upstream)};`).join('\n')}
  }
  server {
    listen ${place.bindHost}:${place.ports[port]} http2${tls ? ' ssl' : ''};
${tls ? `    ssl_certificate ${port}.crt;\n    ssl_certificate_key ${port}.key;\n` : ''}\
    location / {
      grpc_pass grpc://${port};
    }
  }`;
