import type { PeerInfo } from '../contract/result.ts';
import type { Cell, Role, Transport } from '../contract/vocabulary.ts';
import type { Launcher } from '../launch/launcher.ts';
import type { Recipe } from '../launch/recipes.ts';
import { type Live, PeerSession, startLive } from './session.ts';

/** The Sessions of a run: one for every peer and role, made when first asked for. */
export class Sessions implements AsyncDisposable {
  readonly #launcher: Launcher;
  readonly #recipes: readonly Recipe[];
  readonly #transports: readonly Transport[];
  readonly #sessions = new Map<string, PeerSession>();
  #apart = 0;

  constructor(launcher: Launcher, recipes: readonly Recipe[], cells: readonly Cell[]) {
    this.#launcher = launcher;
    this.#recipes = recipes;
    this.#transports = [...new Set(cells.map((cell) => cell.transport))];
  }

  of(role: Role, peer: string): PeerSession {
    const key = `${role} ${peer}`;
    const found = this.#sessions.get(key);
    if (found !== undefined) return found;
    const made = new PeerSession(this.#launcher, this.#recipeOf(peer), role, this.#transports);
    this.#sessions.set(key, made);
    return made;
  }

  /** A process that no other case uses, without a listener: whoever asked for it ends it. */
  apart(peer: string): Promise<Live> {
    this.#apart += 1;
    return startLive(this.#launcher, this.#recipeOf(peer), `${peer}-apart-${this.#apart}`, []);
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
