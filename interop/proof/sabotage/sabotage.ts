import type { CallPlan, ObserveResponse, Outcome } from '../../contract/generated.ts';
import type { Role } from '../../contract/vocabulary.ts';

/** A Sabotage is what is done between the harness and a peer's control port; the peer itself is honest. */
export interface Sabotage {
  /** Spoils what the peer is told to do. */
  readonly plan?: (plan: CallPlan) => void;
  /** What is answered without asking the peer. */
  readonly instead?: (plan: CallPlan) => Outcome;
  /** Spoils what the peer reports as a client. */
  readonly outcome?: (outcome: Outcome) => void;
  /** Spoils what the peer reports as a server. */
  readonly observed?: (answer: ObserveResponse) => void;
}

/** A Saboteur is a peer that must be caught: by this case, in this field. */
export interface Saboteur {
  readonly id: string;
  readonly role: Role;
  readonly catcher: { readonly case: string; readonly field: string };
  readonly sabotage: Sabotage;
}
