/** Signals are names that the harness gives to a call; a step of its plan may wait for one. */
export class Signals {
  readonly #given = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** give is kept: a step that waits later finds it. */
  give(callId: string, name: string): void {
    const key = keyOf(callId, name);
    this.#given.add(key);
    for (const wake of this.#waiting.get(key) ?? []) wake();
    this.#waiting.delete(key);
  }

  /** wait resolves when the signal is there, or when `stop` is aborted. */
  wait(callId: string, name: string, stop: AbortSignal): Promise<void> {
    const key = keyOf(callId, name);
    if (this.#given.has(key) || stop.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(key) ?? new Set();
      this.#waiting.set(key, waiters.add(resolve));
      stop.addEventListener('abort', () => {
        waiters.delete(resolve);
        resolve();
      });
    });
  }

  /** forget drops what was given; who waits goes on waiting. */
  forget(): void {
    this.#given.clear();
  }
}

function keyOf(callId: string, name: string): string {
  return `${callId}\n${name}`;
}
