/** users-client asks MyService for its health, and for users 1 and 2. */
import { exitOnFailure } from './failure.ts';
import { milliseconds, readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';

const userIds = [1, 2];

const flags = readFlags({
  about: 'users-client: asks for users 1 and 2',
  flags: {
    address: { fallback: 'localhost:50051', about: 'the server' },
    'connect-timeout': { fallback: '5s', about: 'how long to wait for the connection' },
  },
});
const connectMs = milliseconds(flags['connect-timeout']);
const { fetchUsers } = await loadClients(flags.library);

async function main(): Promise<void> {
  for (const { name, age, email } of await fetchUsers(flags.address, userIds, connectMs)) {
    console.log(`${name} ${age} ${email}`);
  }
}

await exitOnFailure(main());
