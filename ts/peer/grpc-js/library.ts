/** grpc-js as a peer's library: `@grpc/grpc-js`, with protobuf-es messages. */
import type { Library } from '../library.ts';
import { capabilities } from './capabilities.ts';
import { Channels } from './channels.ts';
import { openCall } from './client.ts';
import { listen } from './listen.ts';

/** grpcJs is one client, with its channels, and any number of listeners. */
export function grpcJs(): Library {
  const channels = new Channels();
  return {
    packages: ['@grpc/grpc-js', 'grpc-health-check', '@bufbuild/protobuf'],
    userAgent: 'grpc-node-js/',
    capabilities,
    open: (start) => openCall(channels, start),
    listen: (request, shared) =>
      listen(request, shared, (parent) => (start) => openCall(channels, start, parent)),
    closeChannels: (key) => channels.close(key),
  };
}
