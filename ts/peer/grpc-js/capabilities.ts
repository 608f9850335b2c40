/** Capabilities of grpc-js. */
import { capabilitiesBut } from '../capabilities.ts';

export const capabilities = capabilitiesBut(
  {
    'server.panic':
      'an error thrown after the handler has returned reaches no one: grpc-js never ends the call',
    'transport.http1': 'grpc-js speaks HTTP/2 only',
    'protocol.grpc-web': 'grpc-js speaks gRPC only',
    'protocol.connect': 'grpc-js speaks gRPC only',
    'codec.json': 'grpc-js names every content application/grpc',
  },
  {
    'server.status-and-message':
      'the callback takes an error or a message: a single response is dropped beside an error',
  },
);
