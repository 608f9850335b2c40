/** subjects-server serves SimpleRpcServer. */
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import { serve } from './serve.ts';
import { serverFlags } from './server-flags.ts';

const flags = readFlags({
  about: 'subjects-server: streams the question types of a subject',
  flags: {
    port: { fallback: '8003', about: 'where to listen, on all addresses' },
    address: { fallback: '', about: 'where to listen, instead of --port' },
    ...serverFlags,
  },
});
const { startSubjects } = await loadServers(flags.library);
await serve({
  what: `subjects server (${flags.library})`,
  address: flags.address || `[::]:${flags.port}`,
  place: { path: '/rpc_calc', service: 'subjects' },
  start: startSubjects,
  flags,
});
