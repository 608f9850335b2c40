import type { Seen } from '../judge/field.ts';

/** A Change is one thing about what was recorded that is then otherwise. It is given a copy, which it may spoil. */
export interface Change {
  /** What is otherwise, in a few words. */
  readonly what: string;
  readonly make: (seen: Seen) => Seen;
}

/** A change that spoils the copy in place. */
export function change(what: string, spoil: (seen: Seen) => void): Change {
  return {
    what,
    make: (seen) => {
      spoil(seen);
      return seen;
    },
  };
}
