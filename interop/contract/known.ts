/**
 * A KnownDifference is a departure that has been traced to its cause: these cells, these cases,
 * and exactly this other outcome. With any other outcome, or none, it does not hold.
 */
export interface KnownDifference {
  readonly cases: readonly string[];
  /** Peer ids; `all` are all peers of the matrix. */
  readonly clients: readonly string[] | 'all';
  readonly servers: readonly string[] | 'all';
  /** Every field that differs, with what it is instead. */
  readonly instead: Readonly<Record<string, string>>;
  /**
   * Why it happens at some times only: two timers, or two reads, that race in the libraries.
   * Then a pass is no sign that the entry is stale. Any other outcome still fails.
   */
  readonly sometimes?: string;
  /** Whose fault, by which sentence. */
  readonly reason: string;
  /** Where it is reported or documented. */
  readonly link: string;
}
