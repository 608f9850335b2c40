import { randomBytes } from 'node:crypto';
import type { Result } from '../contract/result.ts';
import { Lanes } from './lanes.ts';
import type { Task } from './ledger.ts';

/** What a Scheduler does with tasks. */
export interface Scheduling {
  readonly signal: AbortSignal;
  /** Comes to a verdict on a task; the call id is unique in the run. */
  readonly work: (task: Task, callId: string) => Promise<Result>;
  readonly onResult: (result: Result) => void;
}

/** A Scheduler keeps the lanes full until no task is left, somebody stops it, or it is aborted. */
export class Scheduler {
  readonly #lanes: Lanes;
  readonly #scheduling: Scheduling;
  readonly #runId = randomBytes(4).toString('hex');
  readonly #over = Promise.withResolvers<void>();
  #underWay = 0;
  #launched = 0;
  #stopped: string | undefined;

  constructor(tasks: readonly Task[], scheduling: Scheduling) {
    this.#lanes = new Lanes(tasks);
    this.#scheduling = scheduling;
  }

  /** Resolves when nothing is under way any more, or at once on an abort; with why it ended early. */
  async run(): Promise<string | undefined> {
    const { signal } = this.#scheduling;
    const abort = () => {
      this.stop('interrupted');
      this.#over.resolve();
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#pump();
    await this.#over.promise;
    signal.removeEventListener('abort', abort);
    return this.#stopped;
  }

  /** Starts no more tasks; those under way go on. The first reason stays. */
  stop(reason: string): void {
    this.#stopped ??= reason;
  }

  #pump(): void {
    for (let task = this.#next(); task !== undefined; task = this.#next()) void this.#launch(task);
    if (this.#underWay === 0) this.#over.resolve();
  }

  #next(): Task | undefined {
    return this.#stopped === undefined ? this.#lanes.take() : undefined;
  }

  async #launch(task: Task): Promise<void> {
    this.#underWay += 1;
    this.#launched += 1;
    try {
      const result = await this.#scheduling.work(task, `${this.#runId}-${this.#launched}`);
      if (!this.#scheduling.signal.aborted) this.#scheduling.onResult(result);
    } catch (error) {
      this.#over.reject(error);
    }
    this.#underWay -= 1;
    this.#lanes.release(task);
    this.#pump();
  }
}
