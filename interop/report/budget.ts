/** A Budget gathers sections up to a size: a CI system drops a summary that is too large, whole. */
export class Budget {
  readonly #limit: number;
  readonly #parts: string[] = [];
  #bytes = 0;

  /** The limit is in bytes of UTF-8. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a section if it fits, with room kept for what has to come at the end. */
  add(section: string, reserve = 0): boolean {
    const bytes = Buffer.byteLength(section) + 2;
    if (this.#bytes + bytes + reserve > this.#limit) return false;
    this.#parts.push(section);
    this.#bytes += bytes;
    return true;
  }

  /** Takes sections until one doesn't fit, and says how many were left out. */
  addAll(sections: Iterable<string>, total: number, reserve: number): number {
    let taken = 0;
    for (const section of sections) {
      if (!this.add(section, reserve)) break;
      taken += 1;
    }
    return total - taken;
  }

  text(): string {
    return `${this.#parts.join('\n\n')}\n`;
  }
}
