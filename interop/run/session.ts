import type { DescribeResponse } from '../contract/generated.ts';
import type { Role, Transport } from '../contract/vocabulary.ts';
import { PeerClient } from '../drive/peer-client.ts';
import type { Launcher, RunningPeer } from '../launch/launcher.ts';
import type { Recipe } from '../launch/recipes.ts';
import type { Keys } from './keys.ts';
import { listenInit } from './listening.ts';

/** How often a peer is started again in one run before it is given up. */
const MAX_RESTARTS = 8;

/** A Live is one running process of a peer. */
export interface Live {
  readonly running: RunningPeer;
  readonly control: PeerClient;
  readonly info: DescribeResponse;
  /** What clients dial, by transport; empty for a client. */
  readonly targets: ReadonlyMap<Transport, string>;
}

/** A PeerLost says that a peer could not be started, or not again. */
export class PeerLost extends Error {
  override readonly name = 'PeerLost';
}

/** What a PeerSession is made of; a server listens on the transports. */
interface SessionInit {
  readonly launcher: Launcher;
  readonly recipe: Recipe;
  readonly role: Role;
  readonly transports: readonly Transport[];
  readonly keys: Keys;
}

/** A PeerSession is a peer in one role for one run: started when needed, restarted when it dies. */
export class PeerSession {
  readonly recipe: Recipe;
  readonly role: Role;
  readonly #launcher: Launcher;
  readonly #transports: readonly Transport[];
  readonly #keys: Keys;
  #current: Promise<Live> | undefined;
  #last: Live | undefined;
  #stopped = false;
  #starts = 0;

  constructor({ launcher, recipe, role, transports, keys }: SessionInit) {
    this.#launcher = launcher;
    this.recipe = recipe;
    this.role = role;
    this.#transports = transports;
    this.#keys = keys;
  }

  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** The process that was started last, whether it still runs or not. */
  get last(): Live | undefined {
    return this.#last;
  }

  /** The running process, started if there is none. */
  live(): Promise<Live> {
    if (this.#stopped) return Promise.reject(new PeerLost('the run is over'));
    this.#current ??= this.#start();
    return this.#current;
  }

  /** Ends this process, and lets the next `live()` start another; once for every process. */
  async replace(live: Live): Promise<void> {
    const current = await this.#current?.catch(() => undefined);
    if (current !== live) return;
    this.#current = undefined;
    await end(live);
  }

  /** Ends the process, and starts none again: calls that were under way may still ask. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const live = await this.#current?.catch(() => undefined);
    this.#current = undefined;
    if (live !== undefined) await end(live);
  }

  async #start(): Promise<Live> {
    this.#starts += 1;
    if (this.restarts > MAX_RESTARTS) {
      throw new PeerLost(`${this.recipe.id} ${this.role} ended ${this.restarts} times; given up`);
    }
    try {
      return await this.#launch();
    } catch (error) {
      throw new PeerLost(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #launch(): Promise<Live> {
    const name = `${this.recipe.id}-${this.role}-${this.#starts}`;
    const transports = this.role === 'server' ? this.#transports : [];
    this.#last = await startLive(this.#launcher, this.recipe, name, transports, this.#keys);
    return this.#last;
  }
}

/** Starts a process of a peer, and lets it listen on some transports. */
export async function startLive(
  launcher: Launcher,
  recipe: Recipe,
  name: string,
  transports: readonly Transport[],
  keys: Keys,
): Promise<Live> {
  const running = await launcher.start(recipe, name);
  const control = new PeerClient(running.control);
  try {
    const info = await control.describe();
    return { running, control, info, targets: await listen(running, control, transports, keys) };
  } catch (error) {
    control.disconnect();
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

async function listen(
  running: RunningPeer,
  control: PeerClient,
  transports: readonly Transport[],
  keys: Keys,
): Promise<Map<Transport, string>> {
  const targets = new Map<Transport, string>();
  for (const transport of transports) {
    const settings = await listenInit(transport, { transport }, running, keys);
    const { result } = await control.listen(settings);
    if (result.case !== 'address') {
      const reason = result.value?.reason;
      throw new PeerLost(`${running.recipe.id} can't listen on ${transport}: ${reason}`);
    }
    targets.set(transport, running.dial(result.value));
  }
  return targets;
}

/** Ends a process. */
export async function end(live: Live): Promise<void> {
  live.control.disconnect();
  await live.running[Symbol.asyncDispose]();
}
