/** A Tail keeps the last bytes of a stream of any length, in at most twice that much memory. */
export class Tail {
  #chunks: Buffer[] = [];
  #size = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= 2 * this.#limit) this.#trim();
  }

  text(): string {
    this.#trim();
    return this.#chunks.map(String).join('');
  }

  /** One copy of the kept bytes, so that no longer chunk is held by a short slice of it. */
  #trim(): void {
    const kept = Buffer.from(Buffer.concat(this.#chunks).subarray(-this.#limit));
    this.#chunks = [kept];
    this.#size = kept.length;
  }
}
