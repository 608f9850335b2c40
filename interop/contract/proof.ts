import type { Cell, Protocol, Role } from './vocabulary.ts';

/** The version of proof.json; docs/proof.md describes it. */
export const PROOF_SCHEMA = 'crosswire.proof/1';

/** What came of breaking one field, or of one case over the wire; `problem` says why it isn't proven. */
export interface Proven {
  readonly case: string;
  /** What was spoken, where that isn't gRPC: on the wire a case is proven in each protocol. */
  readonly protocol?: Protocol;
  /** The field, and what about it, where that counts apart: `durationMs, too short`. */
  readonly field: string;
  /** Why it isn't proven. */
  readonly problem?: string;
  /** Why it was not proven at first, where a second try proved it. */
  readonly atFirst?: string;
  /** Why nothing can break it here, by the protocol or since a library doesn't tell; it then isn't counted. */
  readonly leftOut?: string;
}

/** What came of one saboteur. */
export interface Caught {
  readonly saboteur: string;
  readonly role: Role;
  /** The case and field that had to catch it. */
  readonly case: string;
  readonly field: string;
  readonly problem?: string;
  /** How many other cases failed with it. */
  readonly others: number;
}

/** A ProofReport is all that a proof found. */
export interface ProofReport {
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Each case once over the untampered wire. */
  readonly untampered: readonly Proven[];
  /** Each field broken in what was recorded. */
  readonly recorded: readonly Proven[];
  /** Each field broken on the wire. */
  readonly tampered: readonly Proven[];
  readonly saboteurs: readonly Caught[];
  readonly interrupted: boolean;
}

/** The protocol of a cell, where a proof tells it. */
export function spokenIn({ protocol }: Cell): Pick<Proven, 'protocol'> {
  return protocol === 'grpc' ? {} : { protocol };
}
