/** users-server serves MyService. */
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import { serve } from './serve.ts';
import { serverFlags } from './server-flags.ts';

const flags = readFlags({
  about: 'users-server: answers questions about users',
  flags: { address: { fallback: '[::]:50051', about: 'where to listen' }, ...serverFlags },
});
const { library, address } = flags;
const { startUsers } = await loadServers(library);
await serve({
  what: `users server (${library})`,
  place: { path: '/users', service: 'users' },
  start: startUsers,
  ...{ address, flags },
});
