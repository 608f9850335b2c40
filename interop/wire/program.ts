import type { Route, TamperingInit, Tap, Wire } from '../contract/wire.ts';
import { WireFailed } from '../drive/errors.ts';
import type { Launcher, RunningPeer } from '../launch/launcher.ts';
import type { Progress } from '../launch/progress.ts';
import type { Recipe } from '../launch/recipes.ts';
import { WireClient } from './client.ts';
import { Keys } from './keys.ts';
import { LiveTap } from './tap.ts';

/** How often the program is started again in one run before it is given up. */
const MAX_RESTARTS = 4;

/** A Running is the program as a process or container, with its control port. */
interface Running {
  readonly peer: RunningPeer;
  readonly client: WireClient;
}

/** A WireProgram is the wire program of a run, started when its first tap is asked for, and again when it has died. */
export class WireProgram implements Wire, AsyncDisposable {
  readonly #launcher: Launcher;
  readonly #recipe: Recipe;
  readonly #say: Progress;
  readonly #keys = new Keys();
  #current: Promise<Running> | undefined;
  #starts = 0;
  #taps = 0;
  #over = false;

  constructor(launcher: Launcher, recipe: Recipe, say: Progress) {
    this.#launcher = launcher;
    this.#recipe = recipe;
    this.#say = say;
  }

  async tap(to: Route, tamperings: readonly TamperingInit[] = []): Promise<Tap> {
    const running = await this.#running();
    this.#taps += 1;
    const id = `tap-${this.#taps}`;
    try {
      return await this.#open(running, id, to, tamperings);
    } catch (error) {
      throw new WireFailed('failed', error);
    }
  }

  async #open(
    { client, peer }: Running,
    id: string,
    to: Route,
    tamperings: readonly TamperingInit[],
  ): Promise<Tap> {
    const { target } = to;
    const tls = to.opaque === true ? undefined : to.tls;
    const front = tls && (await this.#keys.of(tls.serverName || peer.name));
    const address = await client.open({
      ...{ id, bind: peer.bind, upstream: target, record: true, tamperings: [...tamperings] },
      ...(tls === undefined ? {} : { back: { ...tls, alpn: ['h2'] } }),
      ...(front === undefined ? {} : { front: frontOf(front) }),
    });
    const trusted = front && { tls: { ...tls, serverCaPem: front.caPem } };
    return new LiveTap(client, id, { ...to, target: peer.dial(address), ...trusted });
  }

  #running(): Promise<Running> {
    this.#current ??= this.#start();
    return this.#current;
  }

  async #start(): Promise<Running> {
    if (this.#over) throw new WireFailed("can't start", 'the run is over');
    this.#starts += 1;
    const restarts = this.#starts - 1;
    if (restarts > MAX_RESTARTS) throw new WireFailed('is given up', `it ended ${restarts} times`);
    try {
      await this.#launcher.prepare([this.#recipe], this.#say);
      const peer = await this.#launcher.start(this.#recipe, `wire-${this.#starts}`);
      return this.#watched({ peer, client: new WireClient(peer.control) });
    } catch (error) {
      throw new WireFailed("can't start", error);
    }
  }

  /** The next tap starts another when this one has ended. */
  #watched(running: Running): Running {
    void running.peer.exited.then(() => {
      running.client.disconnect();
      this.#current = undefined;
    });
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    const running = await this.#current?.catch(() => undefined);
    running?.client.disconnect();
    await running?.peer[Symbol.asyncDispose]();
  }
}

function frontOf({ certPem, keyPem }: { readonly certPem: string; readonly keyPem: string }) {
  return { certPem, keyPem, alpn: ['h2'] };
}
