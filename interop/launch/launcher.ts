import type { ServiceLauncher } from './infrastructure.ts';
import type { Exit, Progress } from './progress.ts';
import type { Recipe } from './recipes.ts';

export type { Exit, Progress };

/** An Address is where something listens, ready for `net.connect`. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A RunningPeer is one peer that has said where its control port is. Disposing ends it: SIGTERM, then SIGKILL. */
export interface RunningPeer extends AsyncDisposable {
  readonly recipe: Recipe;
  /** Unique in the run, and a container's name in the run's network. */
  readonly name: string;
  /** The control port as the harness reaches it. */
  readonly control: Address;
  /** What a listener of this peer shall bind. */
  readonly bind: string;
  /** The same for one call, at an address of its own: whoever still asks at a port that a server had does not come here. */
  readonly bindForCall: string;
  /** The same at an address where nothing has listened, for a server that will go: nobody else gets its port. */
  readonly bindApart: string;
  /** What a listener shall bind that takes the place of one that is gone, by the address that was dialled. */
  bindAgain(address: string): string;
  /** The same on IPv6; undefined where the engine has none. */
  readonly bind6: string | undefined;
  /** Where a listener of this peer may have a Unix socket that the run's other peers reach; the name must be unique in the run. */
  socket(name: string): Promise<string>;
  /** The image that the peer runs from; a process has none. */
  readonly digest?: string;
  readonly exited: Promise<Exit>;
  /** Bytes that the peer wrote on stdout after its control line: counted, not kept. */
  readonly stdoutBytes: number;
  /** Turns the address that `Listen` answered into one that the run's other peers can dial. */
  dial(address: string): string;
  /** The last 64 KiB of stderr, as the peer wrote it: untrusted text. */
  stderrTail(): string;
  /** SIGKILL, and wait for the end. For tests of the harness, and for a peer that stopped answering. */
  kill(): Promise<void>;
  /** Stops it where it stands: its sockets stay open, and nothing answers. `kill` and disposing end it all the same. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** A Launcher starts peers, and services beside them, in one way. Disposing ends whatever it started. */
export interface Launcher extends ServiceLauncher, AsyncDisposable {
  readonly kind: LauncherKind;
  /** Builds what the recipes need. Nothing that is up to date is done again. */
  prepare(recipes: readonly Recipe[], progress: Progress): Promise<void>;
  /** Starts one peer; `name` must be unique in the run. Throws a LaunchError within 30 s. */
  start(recipe: Recipe, name: string): Promise<RunningPeer>;
}

export type LauncherKind = 'process' | 'container';
