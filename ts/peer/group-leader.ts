/**
 * GroupLeader is the primary of a cluster, with a process of its own. It takes the connections, and
 * hands each to the next worker that is free; it ends with the peer, and each worker with it.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fromJsonString } from '@bufbuild/protobuf';
import {
  ListenRequestSchema,
  CloseRequest_Mode as Mode,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import { answer, ask } from './ipc.ts';

const workers: Worker[] = [];

answer(async (order) => {
  if (order.kind === 'listen') start(order.request);
  if (order.kind === 'close' && order.mode === Mode.ABRUPT) return end('SIGKILL');
  const asked = workers.map((worker) => ask(worker.process, order));
  // All are waited for, also when one refuses: a worker that still starts talks to this process.
  await Promise.allSettled(asked);
  const [first = ''] = await Promise.all(asked);
  if (order.kind === 'close') return end('SIGTERM');
  return first;
});
process.once('disconnect', () => process.exit(0));

function start(request: string): void {
  const { processes } = fromJsonString(ListenRequestSchema, request);
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: new URL('./worker.ts', import.meta.url).pathname });
  for (let i = 0; i < processes; i++) workers.push(cluster.fork());
}

async function end(signal: NodeJS.Signals): Promise<string> {
  await Promise.all(
    workers.map(async ({ process: worker }) => {
      if (worker.exitCode !== null || worker.signalCode !== null) return;
      const over = once(worker, 'exit');
      worker.kill(signal);
      await over;
    }),
  );
  return '';
}
