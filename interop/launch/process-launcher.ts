import { Janitor } from './janitor.ts';
import type { Launcher, Progress } from './launcher.ts';
import { ProcessPeer } from './process-peer.ts';
import { asProcess, commandFor, type HowToRun } from './processes.ts';
import { type Language, languagesOf, type Recipe } from './recipes.ts';
import { prepareOnce } from './stamp.ts';

const START_LIMIT_MS = 20_000;

/** Settings that tests turn: how languages run, and how long a start may take. */
export interface ProcessSettings {
  readonly languages?: Partial<Record<Language, HowToRun>>;
  readonly startLimitMs?: number;
}

/** A ProcessLauncher runs peers as children of the harness, on 127.0.0.1. */
export class ProcessLauncher implements Launcher {
  readonly kind = 'process';
  readonly #languages: Readonly<Record<Language, HowToRun>>;
  readonly #startLimitMs: number;
  readonly #running = new Set<ProcessPeer>();
  readonly #janitor = new Janitor();

  constructor(settings: ProcessSettings = {}) {
    this.#languages = { ...asProcess, ...settings.languages };
    this.#startLimitMs = settings.startLimitMs ?? START_LIMIT_MS;
  }

  async prepare(recipes: readonly Recipe[], progress: Progress): Promise<void> {
    const needed = languagesOf(recipes).map((language) => this.#languages[language].preparation);
    await Promise.all(needed.map((work) => work && prepareOnce(work, progress)));
  }

  async start(recipe: Recipe, name: string): Promise<ProcessPeer> {
    const peer = new ProcessPeer(
      recipe,
      name,
      commandFor(recipe, this.#languages[recipe.language]),
    );
    this.#watch(peer);
    await peer.ready(this.#startLimitMs);
    return peer;
  }

  /** Every start is known from its first moment, so that disposing in the middle of one leaves nothing. */
  #watch(peer: ProcessPeer): void {
    const { pid } = peer;
    this.#running.add(peer);
    if (pid !== undefined) this.#janitor.watchProcess(pid);
    void peer.exited.then(() => {
      this.#running.delete(peer);
      if (pid !== undefined) this.#janitor.forgetProcess(pid);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((peer) => peer[Symbol.asyncDispose]()));
    await this.#janitor[Symbol.asyncDispose]();
  }
}
