/**
 * Manager is the inside of node-zookeeper-client 1.1.3, as far as its client can't be used without:
 * from outside one sees no failed attempt, can't end a client that isn't connected, and can't leave a
 * server that has stopped answering. Nothing else here touches the library's inside.
 */
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'node-zookeeper-client';

/** State is the library's own, of lib/ConnectionManager.js. */
export const State = { DISCONNECTED: 0, CONNECTED: 2, CLOSED: -2, EXPIRED: -3 } as const;

export interface Manager extends EventEmitter {
  readonly socket?: Socket;
  /** Left running by a socket that is destroyed before it is connected; it would end the next one. */
  readonly connectTimeoutHandler: NodeJS.Timeout | null;
  /** Half a message of a connection that broke: the library would put it before the next one's first. */
  pendingBuffer: Buffer | null;
  /** Asked before every attempt; the attempt begins when it calls back. */
  findNextServer(callback: (server: { host: string; port: number }) => void): void;
}

export function managerOf(client: Client): Manager {
  return (client as unknown as { readonly connectionManager: Manager }).connectionManager;
}
