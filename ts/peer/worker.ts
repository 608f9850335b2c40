/** Worker is one of the processes that serve a listener together; node:cluster ends it with its leader. */
import { fromJsonString } from '@bufbuild/protobuf';
import { ListenRequestSchema } from '../gen/crosswire/peer/v1/peer_pb.js';
import { answer } from './ipc.ts';
import { loadLibrary } from './libraries.ts';
import type { Listener } from './library.ts';
import { openListener } from './open-listener.ts';
import { Signals } from './signals.ts';

let listener: Listener | undefined;

answer(async (order) => {
  if (order.kind === 'listen') return listen(order.request);
  if (order.kind === 'serving') await listener?.setServing(order.serving);
  else await listener?.close(order.mode, order.graceMs);
  return '';
});
// As in the peer: what a handler throws after it has returned ends no other calls.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason));

async function listen(text: string): Promise<string> {
  const request = fromJsonString(ListenRequestSchema, text);
  const library = await loadLibrary(process.env.CROSSWIRE_PEER ?? '');
  const shared = { observations: undefined, signals: new Signals() };
  listener = await openListener(library, request, shared);
  return listener.address;
}
