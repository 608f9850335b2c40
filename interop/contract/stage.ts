import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Fact } from './facts.ts';
import type {
  CallPlanSchema,
  Observation,
  Outcome,
  RawScriptSchema,
  StatsResponse,
} from './generated.ts';
import type { ChannelInit, Dial, ListenerSettings } from './listen.ts';
import type { Cell } from './vocabulary.ts';

/** A script of the raw peer, as cases write it (proto/crosswire/peer/v1/raw.proto). */
export type RawScript = MessageInitShape<typeof RawScriptSchema>;

/** The policies by which a client picks one of a registry's servers (docs/discovery.md). */
export const POLICIES = ['random', 'round_robin', 'least_connections', 'weighted'] as const;
export type Policy = (typeof POLICIES)[number];

/** How a listener is made known; what is left out is as docs/discovery.md says. */
export interface RegisterOptions {
  readonly weight?: number;
  readonly sessionTimeoutMs?: number;
  readonly checkIntervalMs?: number;
  /** `host:port` that Consul checks, where that isn't the published one. */
  readonly checkAddress?: string;
}

/** A StageServer is one listener of a server peer, opened for one run of a case. */
export interface StageServer {
  readonly peer: string;
  /** Unique on the stage, for results: `go-grpc 2`. */
  readonly name: string;
  /** `host:port` as the run's other programs dial it. */
  readonly address: string;
  /** Makes it known, or brings its entry up to date; answers the entry's name. */
  register(registry: string, options?: RegisterOptions): Promise<string>;
  setHealth(serving: boolean): Promise<void>;
  /** Leaves as planned: takes its entries back, serves on for a while, drains. */
  leave(settleMs: number): Promise<void>;
  /** SIGKILL of the whole process; only for a server that is `apart`. */
  kill(): Promise<void>;
  /** The process as it stands now, as all that listen in it share it. */
  stats(): Promise<StatsResponse>;
  /** What it saw of a call once that has settled there, or after the limit: a hop each, none where it was not seen. */
  observe(callId: string, limitMs?: number): Promise<readonly Observation[]>;
  /** Lets a handler go on that awaits this signal. */
  signal(callId: string, name: string): Promise<void>;
}

/** A StageRegistry is a ZooKeeper or a Consul, with the harness's own hands in it. */
export interface StageRegistry {
  readonly kind: 'zookeeper' | 'consul';
  /** What peers have as a target: `zookeeper://host:port/name`. */
  uri(name: string): string;
  /** The entries under a name that clients are told of: all of ZooKeeper's, Consul's that pass. */
  passing(name: string): Promise<readonly string[]>;
  /** Has Consul's agent forget all instances of a service, as if it had never heard of them. */
  forget(name: string): Promise<void>;
  /** The data of a node of ZooKeeper, by its whole path. */
  read(path: string): Promise<string>;
  /** Writes an entry that no server made: a node's data, or a Consul service's address and port. */
  write(name: string, entry: WrittenEntry): Promise<void>;
  /** Sets a key of Consul's KV store, or deletes it. */
  setKey(key: string, text: string | undefined): Promise<void>;
  /** The address that peers reach it under, for relays. */
  readonly address: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** An entry as somebody else might leave it. */
export type WrittenEntry =
  | { readonly id: string; readonly data: string }
  | { readonly id: string; readonly host: string; readonly port?: number };

/** A Relay is a TCP relay between two programs that can be stopped and let go on. */
export interface Relay {
  /** `host:port` that peers dial instead. */
  readonly address: string;
  /** Nothing passes any more, and nothing is closed: a partition. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** How a client of a stage calls. */
export interface ClientOptions {
  readonly target: string;
  readonly policy?: Policy;
  /** Every call's deadline, in milliseconds. */
  readonly timeoutMs?: number;
  /** A connection of its own for every call. */
  readonly fresh?: boolean;
  /** The rest of the channel's settings (proto/crosswire/peer/v1/plan.proto). */
  readonly channel?: ChannelInit;
  /** TLS, with the run's keys. Plaintext where it is left out. */
  readonly dial?: Dial;
}

/** What a call does, where it isn't an empty health method. */
export type StagePlan = Pick<
  MessageInitShape<typeof CallPlanSchema>,
  | 'method'
  | 'steps'
  | 'serverPlan'
  | 'metadata'
  | 'timeout'
  | 'way'
  | 'authority'
  | 'compression'
  | 'protocol'
  | 'codec'
  | 'httpVersion'
  | 'httpGet'
  | 'raw'
>;

/** A Called is one call that is over, as its client tells. */
export interface Called {
  readonly callId: string;
  /** The status code's name; of a call that the raw client made, how it was answered (the fact `reply`). */
  readonly code: string;
  readonly outcome: Outcome;
  /** In milliseconds since the stage was opened, by the harness's own clock. */
  readonly startedMs: number;
  readonly endedMs: number;
}

/** A Seen is one of which the servers have been asked. */
export interface Seen extends Called {
  /** The stage's server whose handler had it; undefined where none tells. */
  readonly server: string | undefined;
}

/** A Held is a call that its server keeps until it is released. */
export interface Held {
  readonly server: string;
  release(): Promise<Seen>;
}

/** An Open is a call that goes on while the scenario does other things. */
export interface Open {
  readonly callId: string;
  /** Lets the client go on that awaits this signal. */
  signal(name: string): Promise<void>;
  /** Its end. */
  readonly ended: Promise<Seen>;
}

/** A StageClient is one channel of the cell's client. */
export interface StageClient {
  call(plan?: StagePlan): Promise<Seen>;
  /** Begins a call, and answers at once. */
  open(plan?: StagePlan): Open;
  /** So many calls, one after the other unless `atOnce` says more; answered in the order of their beginnings. */
  calls(count: number, options?: { atOnce?: number; plan?: StagePlan }): Promise<readonly Seen[]>;
  /** Opens a call that is held in its handler; undefined when none was entered in that time. */
  hold(limitMs?: number): Promise<Held | undefined>;
  /** Calls until each of these has served one; answers those that have not, after the limit. */
  reach(servers: readonly StageServer[], limitMs?: number): Promise<readonly string[]>;
  /** Calls on and on, `atOnce` side by side with a pause after each, until it is stopped. */
  load(options?: { pauseMs?: number; atOnce?: number }): Load;
}

/** A Load is calls that go on while a scenario does other things. */
export interface Load {
  stop(): Promise<readonly Called[]>;
}

/** A StageRawServer is a listener of the raw peer, in a cell whose server that is. */
export interface StageRawServer {
  readonly address: string;
  /** What its frames tell up to now. */
  facts(): Promise<Readonly<Partial<Record<Fact, string>>>>;
}

/** A Stage is what a scenario has to work with; all that it opened is closed after it. */
export interface Stage {
  readonly cell: Cell;
  /** A word of this run of the case alone, for names in places that runs share. */
  readonly word: string;
  /** Says that a field must be this; a difference fails the case. */
  check(field: string, expected: string, actual: string): void;
  /** Says that something must hold, and what is there instead when it doesn't. */
  holds(field: string, expected: string, actual: string, holds: boolean): void;
  /** Says that a field is not as it must be, and ends the scenario: what follows would mean nothing. */
  fail(field: string, expected: string, actual: string): never;
  /** Something that was measured, for the report. */
  note(text: string): void;
  /** What the client's process has written on stderr, the end of it. */
  clientStderr(): string;
  /** The client's process as it stands now. */
  clientStats(): Promise<StatsResponse>;
  /** The capabilities that the client declares and has, `client.way.future`. */
  clientCapabilities(): readonly string[];
  /** Milliseconds since the stage was opened. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Waits until it is so; false when it isn't after the limit. */
  until(isSo: () => Promise<boolean>, limitMs: number): Promise<boolean>;
  /** Three listeners: of the cell's server, or one of each language. */
  servers(options?: ListenerSettings): Promise<readonly [StageServer, StageServer, StageServer]>;
  /** One more listener; `apart` in a process of its own, which may be killed. */
  server(options?: ListenerSettings & { apart?: boolean; peer?: string }): Promise<StageServer>;
  /** A registry that the run shares, or one for this stage alone; `started: false` leaves it down. */
  registry(
    kind: 'zookeeper' | 'consul',
    options?: { own?: boolean; started?: boolean; dc?: string },
  ): Promise<StageRegistry>;
  /** The raw peer's listener that plays these scripts, a connection each, the last one for all that follow. */
  raw(
    connections: readonly RawScript[],
    place?: Pick<ListenerSettings, 'transport' | 'ipv6'>,
  ): Promise<StageRawServer>;
  /** A TCP relay to an address. */
  relay(upstream: string): Promise<Relay>;
  /** A proxy over some servers; answers the address that clients dial. */
  proxy(kind: 'nginx' | 'haproxy', upstreams: readonly StageServer[]): Promise<string>;
  /** A channel of the cell's client. */
  client(options: ClientOptions): StageClient;
}
