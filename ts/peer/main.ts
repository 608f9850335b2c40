/** Main starts the peer that the environment names: docs/peer-contract.md, "Start". */
import type { AddressInfo } from 'node:net';
import { splitAddress } from '../address.ts';
import { reachable } from './address.ts';
import { controlServer } from './control.ts';
import { keepSessions } from './keep-sessions.ts';
import { loadLibrary } from './libraries.ts';
import { Peer } from './peer.ts';

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  keepSessions();
  const { CROSSWIRE_PEER: id = '', CROSSWIRE_CONTROL: control = '127.0.0.1:0' } = env;
  const server = controlServer(new Peer(id, await loadLibrary(id)));
  const { host, port } = splitAddress(control);
  server.listen(port, host, () => {
    const bound = server.address() as AddressInfo;
    process.on('uncaughtException', outlived);
    console.log(JSON.stringify({ control: reachable(control, bound.port) }));
  });
  if (env.CROSSWIRE_STDIN === 'watch') process.stdin.resume().on('close', () => process.exit(0));
}

/**
 * What a library throws in an event of Node reaches no one either (docs/findings.md): Connect's server for an
 * :authority that is no URL's, grpc-js for a trailer whose name HTTP/2 can't carry. Node would end the process; the
 * call stays without an answer, and this one lives on, for the same reason as below.
 */
function outlived(error: Error): void {
  console.error('uncaught exception:', error);
}

process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));
// A handler that throws after it has returned reaches no library. Node would end the process;
// this one says so and lives on, so that the other calls of the run are not lost.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason));

main(process.env).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
