/** Group is a listener that worker processes serve, with a process of its own to lead them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { toJsonString } from '@bufbuild/protobuf';
import { type ListenRequest, ListenRequestSchema } from '../gen/crosswire/peer/v1/peer_pb.js';
import { BadRequest, UnsupportedPart } from './errors.ts';
import { ask } from './ipc.ts';
import type { Listener } from './library.ts';

const mostProcesses = 64;
const leader = new URL('./group-leader.ts', import.meta.url);
const standardError = 2;

/**
 * openGroup starts the processes. The leader is apart from the peer, since a cluster's port 0 is one
 * and the same port for all listeners of its primary.
 */
export async function openGroup(request: ListenRequest): Promise<Listener> {
  check(request);
  const group = fork(leader, { stdio: ['ignore', standardError, standardError, 'ipc'] });
  const listen = toJsonString(ListenRequestSchema, request);
  try {
    const address = await ask(group, { kind: 'listen', request: listen });
    return listenerOf(group, address);
  } catch (error) {
    group.kill('SIGKILL');
    throw error;
  }
}

function listenerOf(group: ChildProcess, address: string): Listener {
  const over = once(group, 'exit');
  return {
    address,
    setServing: async (serving) => void (await ask(group, { kind: 'serving', serving })),
    close: async (mode, graceMs) => {
      await ask(group, { kind: 'close', mode, graceMs }).finally(() => group.kill('SIGKILL'));
      await over;
    },
  };
}

function check({ processes, reusePort }: ListenRequest): void {
  if (processes > mostProcesses) throw new BadRequest(`at most ${mostProcesses} processes`);
  if (reusePort) {
    throw new UnsupportedPart('reusePort', 'workers of a cluster share the port in their own way');
  }
}
