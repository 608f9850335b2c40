/** Inbox takes a call's responses from a library's iterable, one at a time, when a step wants one. */
import type { Message } from '@bufbuild/protobuf';
import { Arrivals } from './arrivals.ts';

export class Inbox {
  /** Resolves at the end of the responses; rejects with the call's error. */
  readonly over: Promise<void>;
  readonly #source: AsyncIterator<Message>;
  readonly #onMessage: (message: Message) => void;
  readonly #arrivals = new Arrivals();
  readonly #ended = Promise.withResolvers<void>();
  #next: Promise<IteratorResult<Message> | undefined> | undefined;
  #wanted = 0;
  #taking = false;
  #paused = false;

  /** late leaves the iterable alone until a step wants a response, or resumes. */
  constructor(
    source: AsyncIterator<Message>,
    onMessage: (message: Message) => void,
    late: boolean,
  ) {
    this.#source = source;
    this.#onMessage = onMessage;
    this.over = this.#ended.promise.finally(() => this.#arrivals.end());
    // Libraries make the call, and hear of its end, while somebody waits for the next response.
    if (!late) this.#next = this.#fetch();
  }

  receive(total: number): Promise<boolean> {
    this.#wanted = Math.max(this.#wanted, total);
    this.#paused = false;
    void this.#take();
    return this.#arrivals.receive(total);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#next ??= this.#fetch();
    void this.#take();
  }

  async #take(): Promise<void> {
    if (this.#taking) return;
    this.#taking = true;
    while (this.#arrivals.count < this.#wanted && !this.#paused) {
      this.#next ??= this.#fetch();
      const next = await this.#next;
      if (!next || next.done) break;
      this.#onMessage(next.value);
      this.#next = this.#fetch();
      this.#arrivals.arrive();
    }
    this.#taking = false;
  }

  async #fetch(): Promise<IteratorResult<Message> | undefined> {
    try {
      const next = await this.#source.next();
      if (next.done) this.#ended.resolve();
      return next;
    } catch (error) {
      this.#ended.reject(error);
      return undefined;
    }
  }
}
