/** users-server serves MyService. */
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import { serve } from './serve.ts';

const { library, address } = readFlags({
  about: 'users-server: answers questions about users',
  flags: { address: { fallback: '[::]:50051', about: 'where to listen' } },
});
const { startUsers } = await loadServers(library);
await serve(`users server (${library})`, address, startUsers(address));
