/** Serve runs a server until the program is told to end. */
import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { announcer, type Place, withdraw } from './announce.ts';
import { startProcesses, work } from './processes.ts';
import type { RunningServer } from './running-server.ts';
import { processesOf, type ServerFlags } from './server-flags.ts';

/** How long a server that has left its registries goes on taking calls: clients have to hear of it. */
const settleMs = 1_000;
const graceMs = 5_000;

interface Service {
  /** "users server (grpc-js)". */
  readonly what: string;
  readonly address: string;
  readonly place: Place;
  readonly flags: ServerFlags;
  readonly start: (address: string) => Promise<RunningServer>;
}

/**
 * serve says that the server is ready, and where; SIGINT and SIGTERM end the program, with code 0.
 * A second one changes nothing: open calls have their grace.
 */
export async function serve({ what, address, place, flags, start }: Service): Promise<void> {
  const announce = announcer(flags, place);
  const processes = processesOf(flags);
  if (cluster.isWorker) return work(start(address));
  const told = Promise.withResolvers<void>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => told.resolve());
  try {
    const server = await (processes > 1 ? startProcesses(processes) : start(address));
    const entries = await announce(server.port);
    console.log(`${what} on ${address.replace(/:\d+$/, `:${server.port}`)}`);
    await told.promise;
    await withdraw(entries);
    if (entries.length > 0) await sleep(settleMs);
    await server.stop(graceMs);
    process.exit(0);
  } catch (error) {
    console.error(`cannot serve: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
