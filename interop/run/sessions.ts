import { RAW } from '../contract/raw.ts';
import type { PeerInfo } from '../contract/result.ts';
import type { Cell, Role, Transport } from '../contract/vocabulary.ts';
import type { Launcher } from '../launch/launcher.ts';
import type { Recipe } from '../launch/recipes.ts';
import { serversOf } from '../matrix/peers.ts';
import { Keys } from './keys.ts';
import { type Live, PeerSession, startLive } from './session.ts';

/** How many processes of one peer a run may start after each other. */
const HOSTS = 9;

/** The Sessions of a run: one for every peer and role, made when first asked for. */
export class Sessions implements AsyncDisposable {
  readonly #launcher: Launcher;
  readonly #recipes: readonly Recipe[];
  readonly #cells: readonly Cell[];
  /** The keys of the run's handshakes. */
  readonly keys: Keys;
  readonly #sessions = new Map<string, PeerSession>();
  #apart = 0;

  constructor(launcher: Launcher, recipes: readonly Recipe[], cells: readonly Cell[]) {
    this.#launcher = launcher;
    this.#recipes = recipes;
    this.#cells = cells;
    this.keys = new Keys(hostsOf(cells));
  }

  of(role: Role, peer: string): PeerSession {
    const key = `${role} ${peer}`;
    const found = this.#sessions.get(key);
    if (found !== undefined) return found;
    const [launcher, keys] = [this.#launcher, this.keys];
    const transports = this.#transportsOf(peer);
    const made = new PeerSession({
      launcher,
      recipe: this.#recipeOf(peer),
      role,
      transports,
      keys,
    });
    this.#sessions.set(key, made);
    return made;
  }

  /** The raw server listens for one call at a time, and the rest all along. */
  #transportsOf(peer: string): readonly Transport[] {
    if (peer === RAW) return [];
    const cells = this.#cells.filter((cell) => serversOf(cell).includes(peer));
    return [...new Set(cells.map((cell) => cell.transport))];
  }

  /** A process that no other case uses, without a listener: whoever asked for it ends it. */
  apart(peer: string): Promise<Live> {
    this.#apart += 1;
    const name = `${peer}-apart-${this.#apart}`;
    return startLive(this.#launcher, this.#recipeOf(peer), name, [], this.keys);
  }

  #recipeOf(peer: string): Recipe {
    const recipe = this.#recipes.find((one) => one.id === peer);
    if (recipe === undefined) throw new Error(`there is no recipe for ${peer}`);
    return recipe;
  }

  /** Every peer that was started, once, as it described itself. */
  peers(): PeerInfo[] {
    const peers = new Map<string, PeerInfo>();
    for (const session of this.#sessions.values()) {
      if (session.last === undefined) continue;
      const { digest } = session.last.running;
      const info = { id: session.recipe.id, describe: session.last.info };
      peers.set(info.id, digest === undefined ? info : { ...info, digest });
    }
    return [...peers.values()].sort((a, b) => this.#rank(a.id) - this.#rank(b.id));
  }

  #rank(id: string): number {
    return this.#recipes.findIndex((recipe) => recipe.id === id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
  }
}

/** The names of the hosts on which servers listen, and the wire program, where they have hosts of their own. */
function hostsOf(cells: readonly Cell[]): string[] {
  const names = new Set(cells.flatMap(serversOf).map((peer) => `${peer}-server`));
  return [...names, 'wire'].flatMap((name) =>
    Array.from({ length: HOSTS }, (_, at) => `${name}-${at + 1}`),
  );
}
