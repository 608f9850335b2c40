/** Pause grows from attempt to attempt, up to 2 s, until one has succeeded. */
const FIRST_MS = 50;
const LONGEST_MS = 2000;

export class Pause {
  #next = 0;

  /** next is how long to wait before the coming attempt, in milliseconds: the first need not wait. */
  next(): number {
    const pause = this.#next;
    this.#next = Math.min(LONGEST_MS, pause === 0 ? FIRST_MS : pause * 2);
    return pause;
  }

  reset(): void {
    this.#next = 0;
  }
}
