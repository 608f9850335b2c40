/** orders-server serves OrderHandler. */
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import { serve } from './serve.ts';

const { library, address } = readFlags({
  about: 'orders-server: takes orders',
  flags: { address: { fallback: '[::]:12006', about: 'where to listen' } },
});
const { startOrders } = await loadServers(library);
await serve(`orders server (${library})`, address, startOrders(address));
