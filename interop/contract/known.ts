import type { Protocol, Transport } from './vocabulary.ts';

/** What is said of a call that nothing had ended when its guard struck. */
export const HUNG = 'the call hung: nothing ended it before its guard did';

/**
 * A KnownDifference is a departure that has been traced to its cause: these cells, these cases,
 * and exactly this other outcome. With any other outcome, or none, it does not hold.
 */
export interface KnownDifference {
  readonly cases: readonly string[];
  /** Peer ids; `all` are all peers of the matrix. */
  readonly clients: readonly string[] | 'all';
  readonly servers: readonly string[] | 'all';
  /** Left out, it is known with all protocols. */
  readonly protocols?: readonly Protocol[];
  /** Left out, it is known on all transports. */
  readonly transports?: readonly Transport[];
  /** Every field that differs, with what it is instead. */
  readonly instead: Readonly<Record<string, string>>;
  /** The message of the client's own error, where the fields that differ would say too little. */
  readonly clientSays?: string;
  /** The client threw the response away: whatever else would have come of it (message, messages, metadata) is gone. */
  readonly withoutReply?: true;
  /**
   * Of a field in which the case accepts several outcomes, the one that was due: an outcome that only those ought to
   * come to who depart from it needs nobody else to have been seen (judge/choices.ts).
   */
  readonly due?: Readonly<Record<string, string>>;
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
