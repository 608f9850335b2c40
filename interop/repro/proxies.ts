import type { Through } from '../contract/case.ts';

/** The least configuration that passes gRPC on; run.sh fills in the two addresses. */
export const PROXY_FILES: Readonly<Record<Through['proxy'], string>> = {
  nginx: `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  underscores_in_headers on;
  large_client_header_buffers 8 128k;
  grpc_buffer_size 128k;
  server {
    listen @DIAL@ http2;
    location / {
      grpc_pass grpc://@SERVER@;
    }
  }
}
`,
  haproxy: `global
  nbthread 1

defaults
  mode http
  http-reuse never
  timeout connect 1s
  timeout client 1h
  timeout server 1h

frontend front
  bind @DIAL@ proto h2
  default_backend back

backend back
  server one @SERVER@ proto h2
`,
};
