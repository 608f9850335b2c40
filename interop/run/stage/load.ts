import { setTimeout as sleep } from 'node:timers/promises';
import type { Called } from '../../contract/stage.ts';

/** Calls that one load may make, so that nothing forgotten goes on for ever. */
const MOST = 50_000;

/** A StageLoad makes calls side by side, each worker one after the other, until it is stopped. */
export class StageLoad {
  readonly #made: Called[] = [];
  readonly #workers: Promise<void>;
  #stopped = false;

  constructor(
    make: () => Promise<Called>,
    { pauseMs, atOnce }: { readonly pauseMs: number; readonly atOnce: number },
  ) {
    const worker = async () => {
      while (!this.#stopped && this.#made.length < MOST) {
        this.#made.push(await make());
        await sleep(pauseMs);
      }
    };
    this.#workers = Promise.all(Array.from({ length: atOnce }, worker)).then(() => undefined);
    this.#workers.catch(() => undefined); // told by stop()
  }

  /** Lets the calls under way end, and answers all that were made. */
  async stop(): Promise<readonly Called[]> {
    this.#stopped = true;
    await this.#workers;
    return this.#made;
  }
}
