/** Libraries are loaded when asked for: a program brings only the one that it runs on. */
import type { LibraryName } from './flags.ts';

/** loadServers answers startUsers, startSubjects and startOrders. */
export function loadServers(library: LibraryName) {
  return library === 'connect' ? import('./connect-server.ts') : import('./grpc-js-server.ts');
}

/** loadClients answers fetchUsers, streamQuestionTypes and placeOrder. */
export function loadClients(library: LibraryName) {
  return library === 'connect' ? import('./connect-client.ts') : import('./grpc-js-client.ts');
}
