/** Outbox is the requests of a call as Connect takes them: an iterable that it pulls from. */
import type { Message } from '@bufbuild/protobuf';

interface Waiting {
  readonly message: Message;
  readonly taken: () => void;
}

export class Outbox implements AsyncIterable<Message>, AsyncIterator<Message> {
  readonly #waiting: Waiting[] = [];
  #pull: ((result: IteratorResult<Message>) => void) | undefined;
  #closed = false;

  /** put resolves when the library has pulled the message, or will pull no more. */
  put(message: Message): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#pull) {
      this.#answer({ done: false, value: message });
      return Promise.resolve();
    }
    return new Promise((taken) => this.#waiting.push({ message, taken }));
  }

  /** close ends the requests, after those that still wait. */
  close(): void {
    this.#closed = true;
    if (this.#waiting.length === 0) this.#answer({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Message>> {
    const first = this.#waiting.shift();
    if (first) {
      first.taken();
      return Promise.resolve({ done: false, value: first.message });
    }
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#pull = resolve;
    });
  }

  /** return is called by a library that pulls no more. */
  return(): Promise<IteratorResult<Message>> {
    this.#closed = true;
    for (const { taken } of this.#waiting.splice(0)) taken();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** throw is called by a library whose writing failed; the reading side tells the error. */
  throw(): Promise<IteratorResult<Message>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #answer(result: IteratorResult<Message>): void {
    this.#pull?.(result);
    this.#pull = undefined;
  }
}
