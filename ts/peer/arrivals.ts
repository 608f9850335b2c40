/** Arrivals counts the messages of a call, and lets a step wait for them or for the end. */
export class Arrivals {
  count = 0;
  #over = false;
  readonly #waiting = new Map<() => void, number>();

  arrive(): void {
    this.count += 1;
    for (const [wake, total] of this.#waiting) if (this.count >= total) this.#release(wake);
  }

  /** end releases whoever still waits: no more will come. */
  end(): void {
    this.#over = true;
    for (const wake of this.#waiting.keys()) this.#release(wake);
  }

  /** receive resolves with whether `total` messages have come. */
  async receive(total: number): Promise<boolean> {
    if (this.count < total && !this.#over) {
      await new Promise<void>((resolve) => this.#waiting.set(resolve, total));
    }
    return this.count >= total;
  }

  #release(wake: () => void): void {
    this.#waiting.delete(wake);
    wake();
  }
}
