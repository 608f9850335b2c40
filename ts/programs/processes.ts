/**
 * Processes share one port, with node:cluster: the first process takes the connections and hands each
 * to a worker that is free. A worker runs the same program, and ends with the first process.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { RunningServer } from './running-server.ts';

/** Ready is what a worker says first: its port, or why it has none. */
type Ready = { readonly port: number } | { readonly error: string };

/** startProcesses resolves when every worker serves. One that ends later is replaced. */
export async function startProcesses(count: number): Promise<RunningServer> {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const starting = Array.from({ length: count }, startWorker);
  // All are waited for, also when one fails: a worker that still starts talks to this process.
  await Promise.allSettled(starting);
  const [port = 0] = await Promise.all(starting);
  cluster.on('exit', replace);
  return { port, stop: stopWorkers };
}

/** work is what a worker does. The first process hears of signals too, and tells when to stop. */
export async function work(starting: Promise<RunningServer>): Promise<void> {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
  try {
    const server = await starting;
    process.once('message', async (graceMs: number) => {
      await server.stop(graceMs);
      process.exit(0);
    });
    process.send?.({ port: server.port } satisfies Ready);
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : `${error}` } satisfies Ready);
  }
}

async function startWorker(): Promise<number> {
  const worker = cluster.fork();
  const ended = once(worker, 'exit').then((): Ready => ({ error: 'a worker ended at once' }));
  const said = once(worker, 'message').then(([ready]: Ready[]) => ready);
  const ready = (await Promise.race([said, ended])) ?? { error: 'a worker said nothing' };
  if ('error' in ready) throw new Error(ready.error);
  return ready.port;
}

function replace({ process: { pid } }: Worker): void {
  console.error(`worker ${pid} has ended, another takes its place`);
  startWorker().catch((error: Error) => console.error(`no other worker: ${error.message}`));
}

async function stopWorkers(graceMs: number): Promise<void> {
  cluster.off('exit', replace);
  const all = Object.values(cluster.workers ?? {});
  const workers = all.flatMap((worker) => (worker && !worker.isDead() ? [worker] : []));
  await Promise.all(
    workers.map(async (worker) => {
      const ended = once(worker, 'exit');
      worker.send(graceMs, () => undefined); // one that has just ended needs no telling
      await ended;
    }),
  );
}
