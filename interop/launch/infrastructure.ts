import type { Exit, Progress } from './progress.ts';

/** The programs that cases stand on, and that aren't peers. */
export const SERVICE_KINDS = ['zookeeper', 'consul', 'nginx', 'haproxy'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** A Place is where a service runs: known once its ports are chosen, and the same after each start. */
export interface Place {
  /** The service's own folder, writable by it alone: its files are there, and its data. */
  readonly folder: string;
  /** What it shall bind. */
  readonly bindHost: string;
  readonly ports: Readonly<Record<string, number>>;
  /** What it shall dial where peers dial this address: one address alone, since proxies take all that a name has for servers. */
  readonly upstream: (address: string) => string;
}

/** A ServiceSpec is a service before it runs. interop/launch/services makes them. */
export interface ServiceSpec {
  readonly kind: ServiceKind;
  /** Names of its ports, at least one; the launcher chooses the numbers. */
  readonly ports: readonly string[];
  /** Its files by name, written before the first start, for its own eyes (mode 600). */
  readonly files: (place: Place) => Readonly<Record<string, string>>;
  /** The arguments of its program. */
  readonly args: (place: Place) => readonly string[];
}

/** A RunningService is a started service. Disposing ends it, paused or not, and removes its folder. */
export interface RunningService extends AsyncDisposable {
  readonly kind: ServiceKind;
  /** Unique in the run, and a container's name in the run's network. */
  readonly name: string;
  /** `host:port` that peers and services of the run dial; the same after each start. */
  address(port: string): string;
  /** `host:port` that the harness dials; the same after each start. */
  harnessAddress(port: string): string;
  /** How the program that was started last ended; pending while none has been. */
  readonly exited: Promise<Exit>;
  /** The last 64 KiB of stderr and stdout of all its starts: untrusted text. */
  stderrTail(): string;
  /** SIGKILL, and wait for the end. Its connections are reset, its address stays its own. */
  kill(): Promise<void>;
  /** Starts it when it doesn't run, and waits until it answers: same address, same files, same data. */
  start(): Promise<void>;
  /** Stops it where it stands: its sockets stay open, and nothing answers, once each thread has had the signal. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** What may be said of a start. */
export interface StartOptions {
  /** Only makes its place, so that its address is known: `start()` starts it. */
  readonly down?: boolean;
}

/** A ServiceLauncher starts services beside peers, so that both reach each other. */
export interface ServiceLauncher {
  /** Makes ready what these kinds need. Answers what can't be had here: a line for each, which says what gets it. */
  prepareServices(
    kinds: readonly ServiceKind[],
    progress: Progress,
  ): Promise<ReadonlyMap<ServiceKind, string>>;
  /** Starts one, and waits until it answers; `name` must be unique in the run. Throws a LaunchError within 60 s. */
  startService(spec: ServiceSpec, name: string, options?: StartOptions): Promise<RunningService>;
}
