/** Types of discovery: what a registry says of servers, and how one follows it or stands in it. */

/** ServerEntry is a server as its registry has it. */
export interface ServerEntry {
  readonly host: string;
  readonly port: number;
  /** The share of the weighted policy; 1 when none was written. 0 gets no calls. */
  readonly weight: number;
}

/** Target is a registry's URI taken apart. */
export interface Target {
  readonly scheme: 'zookeeper' | 'consul';
  /** The registry's own "host:port". */
  readonly authority: string;
  /** ZooKeeper: the path, with its leading slash. Consul: the service, or a key of the KV store. */
  readonly name: string;
  /** Consul: the data centre to look in. */
  readonly dc?: string;
  /** Consul: the data centre to look in when the local one has no healthy instance. */
  readonly failover?: string;
}

/** Watch is something that is followed until it is closed. */
export interface Watch {
  close(): void;
}

/** Watcher is told of servers, never from within the call that began the watch. */
export interface Watcher {
  /** The whole list, after every change. Empty is true: there are none. */
  servers(list: readonly ServerEntry[]): void;
  /** An attempt to reach the registry has failed. The last list stays in use; more attempts follow. */
  unreachable(error: Error): void;
}

export interface RegisterOptions {
  /** The host and the port that clients are told. */
  readonly host: string;
  readonly port: number;
  /** 0–65535; without one none is written, which counts as 1. */
  readonly weight?: number;
  /** ZooKeeper: how long the entry outlives a server that has fallen silent; 10 s. */
  readonly sessionTimeoutMs?: number;
  /** Consul: how often the agent asks for the server's health; 10 s. */
  readonly checkIntervalMs?: number;
  /** Consul: the "host:port" that the agent checks; that which is published. */
  readonly checkAddress?: string;
}

/** Registration is a server's entry, kept until it is withdrawn. */
export interface Registration {
  /** ZooKeeper: the node's path, with its number. Consul: the service id. Another after a lost session. */
  readonly entry: string;
  /** update rejects when the registry can't be reached within 5 s; the entry follows when it can be. */
  update(change: { weight: number }): Promise<void>;
  /** withdraw takes the entry back. It rejects when the registry can't be reached within 5 s. */
  withdraw(): Promise<void>;
}
