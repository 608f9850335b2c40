/** Capabilities of grpc-js. */
import { capabilitiesBut } from '../capabilities.ts';
import { ways } from './ways.ts';

const plain = 'grpc-js does not compress responses, though it takes compressed requests';
const one = 'grpc-js speaks gRPC over HTTP/2 only';
const metadata = 'grpc-js has no limit for metadata';
const alpn = 'grpc-js always says h2, and nothing else';

export const capabilities = capabilitiesBut(
  {
    'client.http-get': one,
    'client.max-metadata': metadata,
    'client.tls-alpn': alpn,
    'server.compression.gzip': plain,
    'server.compression.deflate': plain,
    'server.compression.asymmetric': plain,
    'server.compress-per-message': plain,
    'server.see-compression': 'grpc-js takes grpc-encoding away, and the flag of a message with it',
    'server.max-metadata': metadata,
    'server.ping-strikes': 'grpc-js has no limit for PINGs: Node answers them, and counts none',
    'server.tls-versions': 'ServerCredentials.createSsl takes no TLS versions',
    'server.tls-alpn': alpn,
    'server.reuse-port': 'grpc-js has no option for SO_REUSEPORT',
    'transport.http1': one,
    'protocol.grpc-web': one,
    'protocol.connect': one,
    'codec.json': 'grpc-js names every content application/grpc',
  },
  {
    'server.throw-later':
      'grpc-js looks at no promise of a handler: the call is never ended, and Node would end the process',
    'server.status-and-message':
      'the callback takes an error or a message: a single response is dropped beside an error',
  },
  Object.keys(ways),
);
