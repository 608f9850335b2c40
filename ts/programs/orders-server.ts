/** orders-server serves OrderHandler. */
import { followKey } from '../discovery/index.ts';
import { Greeting } from '../services/orders.ts';
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import type { RunningServer } from './running-server.ts';
import { serve } from './serve.ts';
import { serverFlags } from './server-flags.ts';

const flags = readFlags({
  about: 'orders-server: takes orders',
  flags: {
    address: { fallback: '[::]:12006', about: 'where to listen' },
    settings: { fallback: '', about: 'the text of the reply, consul://host:port/key' },
    ...serverFlags,
  },
});
const { library, address, settings } = flags;
const { startOrders } = await loadServers(library);

/** start follows the setting for as long as the server runs, and no longer. */
async function start(where: string): Promise<RunningServer> {
  const greeting = new Greeting();
  const followed = settings ? followKey(settings, (text) => greeting.change(text)) : undefined;
  const { port, stop } = await startOrders(where, greeting);
  return { port, stop: (graceMs) => stop(graceMs).finally(() => followed?.close()) };
}

await serve({
  what: `orders server (${library})`,
  place: { path: '/orders', service: 'orders' },
  ...{ address, flags, start },
});
