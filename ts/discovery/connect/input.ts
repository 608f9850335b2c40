/** Input is the messages of a stream, which another server can have only if none was taken yet. */
export class Input<T> implements AsyncIterable<T> {
  readonly #messages: AsyncIterator<T>;
  #taken = false;
  #ending: (() => Promise<unknown>) | undefined;

  constructor(messages: AsyncIterable<T>) {
    this.#messages = messages[Symbol.asyncIterator]();
  }

  get untouched(): boolean {
    return !this.#taken;
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return {
      next: () => {
        this.#taken = true;
        return this.#messages.next();
      },
      return: (value) => this.#end(() => this.#messages.return?.(value), value),
      throw: (error) => this.#end(() => this.#messages.throw?.(error), undefined),
    };
  }

  /** giveUp passes on that the messages aren't wanted, which was held back while they might have been. */
  giveUp(): void {
    this.#taken = true;
    this.#ending?.().catch(() => undefined);
  }

  async #end(ending: () => Promise<unknown> | undefined, value: unknown) {
    if (this.#taken) await ending();
    else this.#ending = async () => await ending();
    return { done: true as const, value };
  }
}
