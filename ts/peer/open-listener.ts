/** OpenListener opens a port of this process, whose orders service follows its settings. */
import { followKey } from '../discovery/index.ts';
import type { ListenRequest } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Greeting } from '../services/orders.ts';
import type { Library, Listener, Shared } from './library.ts';

/** openListener ends what it follows with the listener. */
export async function openListener(
  library: Library,
  request: ListenRequest,
  shared: Omit<Shared, 'greeting'>,
): Promise<Listener> {
  const greeting = new Greeting();
  const { settings } = request;
  const followed = settings ? followKey(settings, (text) => greeting.change(text)) : undefined;
  try {
    const listener = await library.listen(request, { ...shared, greeting });
    return {
      ...listener,
      close: (mode, graceMs) => listener.close(mode, graceMs).finally(() => followed?.close()),
    };
  } catch (error) {
    followed?.close();
    throw error;
  }
}
