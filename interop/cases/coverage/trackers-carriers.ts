import { because, type Row, row } from './row.ts';

/** Threads about what carries calls: compression, sizes, flow, connections, proxies. */
export const CARRIERS: readonly Row[] = [
  row(
    'An encoding that a server lacks is overlooked, or ends the connection',
    'grpc-node#2767, grpc#36770',
    'bad-client/message/encoding/*',
    'bad-client/message/flag/*',
  ),
  row(
    'A client calls a response in an encoding that it lacks UNIMPLEMENTED',
    'grpc-go#6987',
    'bad-server/messages/compression/*',
  ),
  row(
    'An explicit identity is refused',
    'grpc-go#1654',
    'compression/*/client-identity',
    'bad-client/message/encoding/identity',
  ),
  row(
    'A Go server without gzip',
    'lightningnetwork/lnd#2512',
    'compression/*/client-gzip',
    'compression/*/server-gzip',
  ),
  row(
    'PINGs every ten seconds are too many for Go and Python',
    'llm-d/llm-d-kv-cache#359, grpc#9902',
    'transport/keepalive/*',
    'transport/pings/**',
    'bad-client/flood/ping',
    'bad-server/goaway/*enhance-your-calm*',
    'bad-client/ping/*',
  ),
  row(
    'A connect-node client is stuck after GOAWAY',
    'connect-es#680',
    'bad-server/goaway/*',
    'discovery/*/planned-drain',
    'transport/drain*',
    'transport/goaway/*',
  ),
  row(
    'Many errors in a short time end a session of grpc-js',
    'grpc-node#2625',
    'cancellation/storm/errors-*',
  ),
  row(
    'A Go server refuses a grpc-js client for good after many cancellations',
    'grpc-node#2388',
    'cancellation/storm/*',
    'bad-client/reset/thousand',
  ),
  row(
    'connect-go has no limit on what it receives',
    'connect-go#961',
    'size/default/**',
    'size/limit/**',
  ),
  row('grpc-go refuses TLS without ALPN since 1.67', 'onflow/flow-go#7019', 'transport/tls/alpn/*'),
  row(
    'The name in a certificate is compared with something other than grpc-js was told',
    'grpc-node#1974',
    'transport/tls/{name-of-target,other-name-wanted}',
    'transport/tls/server/other-name',
  ),
  row(
    'A percent-encoded :authority of a Unix socket is refused',
    'grpc#38142, nodejs/node#32326',
    'transport/uds/*',
    'transport/authority/{socket,of-client/socket}',
  ),
  row(
    'grpc-go tries 127.0.0.1 alone for localhost',
    'grpc-go#2678',
    'transport/ipv6/*',
    'transport/authority/{ipv6-without-brackets,of-client/ipv6}',
  ),
  because(
    'Peers are started with an allow-list of variables that has no proxy in it, so that no run depends on who runs it',
    row(
      'Go goes past the proxy of HTTPS_PROXY for localhost, and grpc-js does not',
      'gravitational/teleport#65634',
    ),
  ),
  row(
    'nginx hands no te on, which Python refuses and Go takes',
    'ysugimoto/lua-resty-grpc-gateway#17',
    'bad-client/te/missing',
    'proxy/nginx/**',
  ),
  row(
    'HAProxy loses the message of an early error',
    'haproxy/haproxy#1219',
    'proxy/haproxy/status/**',
    'proxy/haproxy/server-ends-first',
  ),
  row(
    'Node calls a response that is whole, and not read yet, a premature close',
    'nodejs/node#65677',
    'streams/*/read-late',
  ),
  row(
    'Watch of an unknown service ends NOT_FOUND, and should say SERVICE_UNKNOWN',
    'digital-asset/daml#7963',
    'health/watch/unknown-service',
  ),
  row(
    'A client of reflection v1alpha and a server of v1 alone',
    'riok/Kreya#324, connectrpc/grpcreflect-go#75',
    'reflection/{v1,v1alpha}/*',
  ),
  row(
    'A grpcio server floods a slow reader',
    'grpc#11966',
    'streams/slow-reader/*',
    'bad-server/frames/allowed/window-*',
    'bad-client/window/*',
  ),
  because(
    'A browser is no peer here: the mapping is tried with every client of gRPC',
    row(
      'grpc-web maps HTTP statuses in its own way',
      'grpc/grpc-web#1427',
      'bad-server/http/html/{400,404,429,504}',
    ),
  ),
  row(
    'Old grpc-js always waited for a server that is not there',
    'grpc-node#896',
    'transport/wait-for-ready/*',
    'transport/dead-port',
  ),
];
