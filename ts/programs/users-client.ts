/** users-client asks MyService for its health, and for users 1 and 2. */
import { exitOnFailure } from './failure.ts';
import { milliseconds, readFlags } from './flags.ts';
import { loadClients } from './libraries.ts';
import { whereFlags, whereOf } from './where.ts';

const userIds = [1, 2];

const flags = readFlags({
  about: 'users-client: asks for users 1 and 2',
  flags: {
    ...whereFlags('localhost:50051'),
    'connect-timeout': { fallback: '5s', about: 'how long to wait for the connection' },
  },
});
const where = whereOf(flags);
const connectMs = milliseconds(flags['connect-timeout']);
const { fetchUsers } = await loadClients(flags.library);

async function main(): Promise<void> {
  for (const { name, age, email } of await fetchUsers(where, userIds, connectMs)) {
    console.log(`${name} ${age} ${email}`);
  }
}

await exitOnFailure(main());
