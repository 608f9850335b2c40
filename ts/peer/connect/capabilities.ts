/** Capabilities of Connect for Node. */
import { capabilitiesBut } from '../capabilities.ts';
import { ways } from './ways.ts';

const bySize = 'Connect compresses every message of a size, and none below it';
const deflate = 'Connect has gzip and brotli, and a place for this one';

export const capabilities = capabilitiesBut(
  {
    'client.compress-per-message': bySize,
    'client.wait-for-ready': 'Connect fails where it cannot connect',
    'client.service-config': 'Connect knows no service config',
    'server.compress-per-message': bySize,
    'server.compression.asymmetric':
      'Connect answers in the first that the client accepts and it has: to answer in another than comes, it would have to lack that',
    'server.leave-plain':
      'no handler can choose: a response of a size is compressed as the client accepts',
    'server.see-compression': 'Connect shows grpc-encoding, and no flag of a message',
    'server.keepalive': 'Connect for Node sends no PINGs from a server',
    'server.ping-strikes': 'Node answers PINGs, and counts none of them',
    'server.send-headers':
      'they leave with the first message or with the end; and one whose name Headers refuses ends the handler',
  },
  {
    'client.compression.deflate': deflate,
    'server.compression.deflate': deflate,
    'client.way.callback': 'createCallbackClient leaves out methods with many requests',
    'transport.http1': 'Connect for Node answers a call with many messages each way with 505',
    'server.go-on': 'a handler ends as it throws: what it left behind has nothing to send with',
    'server.status-and-message':
      'a handler returns or throws: a single response is dropped when the status is an error',
  },
  Object.keys(ways),
);
