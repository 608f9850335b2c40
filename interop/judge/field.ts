import type { Observation, Outcome } from '../contract/generated.ts';

/** What a verdict is made from: the client's outcome, the server's observation, and what ought to be. */
export interface Seen {
  readonly outcome: Outcome;
  /** Absent when the server has not seen the call. */
  readonly observation: Observation | undefined;
}

/**
 * A Field is one thing that a case expects: its name, what it should be, and how to read it.
 * A case is the list of its fields, so that each can be broken alone and must then be noticed.
 */
export interface Field {
  readonly name: string;
  readonly expected: string;
  readonly read: (seen: Seen) => string;
  /** The texts that are as good as each other, where the case leaves a choice. */
  readonly accepts?: readonly string[];
  /** Where equality of the texts is not the rule. */
  readonly holds?: (seen: Seen) => boolean;
}
