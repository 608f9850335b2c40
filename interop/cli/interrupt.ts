/** An Interrupt turns the first Ctrl-C or SIGTERM into an abort, and the second into an end at once. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController();
  readonly #onSignal: () => void;

  constructor(say: (line: string) => void) {
    this.#onSignal = () => {
      if (this.#controller.signal.aborted) process.exit(130);
      say('interrupted: stopping the peers (once more to end at once)');
      this.#controller.abort();
    };
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#onSignal).off('SIGTERM', this.#onSignal);
  }
}
