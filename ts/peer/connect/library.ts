/** Connect as a peer's library: `@connectrpc/connect-node`, which speaks three protocols. */
import type { Library } from '../library.ts';
import { capabilities } from './capabilities.ts';
import { Channels } from './channels.ts';
import { openCall } from './client.ts';
import { listen } from './listen.ts';

/** connect is one client, with its channels, and any number of listeners. */
export function connect(): Library {
  const channels = new Channels();
  return {
    packages: ['@connectrpc/connect-node', '@connectrpc/connect', '@bufbuild/protobuf'],
    userAgent: 'connect-es/',
    capabilities,
    open: (start) => openCall(channels, start),
    listen: (request, shared) =>
      listen(request, shared, (parent) => (start) => openCall(channels, start, parent)),
    closeChannels: (key) => channels.close(key),
  };
}
