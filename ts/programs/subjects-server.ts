/** subjects-server serves SimpleRpcServer. */
import { readFlags } from './flags.ts';
import { loadServers } from './libraries.ts';
import { serve } from './serve.ts';

const flags = readFlags({
  about: 'subjects-server: streams the question types of a subject',
  flags: {
    port: { fallback: '8003', about: 'where to listen, on all addresses' },
    address: { fallback: '', about: 'where to listen, instead of --port' },
  },
});
const address = flags.address || `[::]:${flags.port}`;
const { startSubjects } = await loadServers(flags.library);
await serve(`subjects server (${flags.library})`, address, startSubjects(address));
