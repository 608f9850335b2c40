import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CodeName } from './code.ts';
import type { CallPlanSchema } from './generated.ts';
import type { Tier } from './vocabulary.ts';

/** A JSON value, as a person writes an expected message down. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * A message that must arrive: its ProtoJSON, written by hand, but for the top-level fields in
 * `without`; or, for bodies too large to write, the length and SHA-256 (hex) of its encoding.
 */
export type ExpectedMessage =
  | { readonly json: Json; readonly without?: readonly string[] }
  | { readonly length: number; readonly sha256: string };

/** A metadatum that must be there: the texts, in order, or bytes for a `-bin` name. */
export interface ExpectedMetadatum {
  readonly name: string;
  readonly values: readonly (string | Uint8Array)[];
}

/** What the server must have seen of the call. A field left out is not judged. */
export interface ExpectedObservation {
  /** Whether the call reaches the handler at all; `either` where the specification leaves it open. */
  readonly seen: boolean | 'either';
  readonly messages?: readonly ExpectedMessage[];
  readonly metadata?: readonly ExpectedMetadatum[];
  readonly cancelled?: boolean;
  /** Bounds of the time left at entry, in milliseconds; `none` means that there is no deadline. */
  readonly timeLeftMs?: { readonly min: number; readonly max: number } | 'none';
}

/** What the client and the server must report. A field left out is not judged. */
export interface Expectation {
  /** More than one where the specification leaves a choice. */
  readonly code: CodeName | readonly CodeName[];
  readonly message?: string;
  /** All messages, in order. */
  readonly messages?: readonly ExpectedMessage[];
  readonly headers?: readonly ExpectedMetadatum[];
  readonly trailers?: readonly ExpectedMetadatum[];
  readonly details?: readonly { readonly typeUrl: string; readonly value: Uint8Array }[];
  /** Client-side time from the call's opening to its end, in milliseconds. */
  readonly durationMs?: { readonly min: number; readonly max: number };
  readonly observed: ExpectedObservation;
}

/**
 * A move of the harness while the call runs: when the handler has been entered and has its first
 * request, signal a side.
 */
export interface SignalMove {
  readonly when: 'entered';
  readonly to: 'client' | 'server';
  readonly name: string;
}

/** What the case asks of the client. The harness adds call id, targets, protocol and guard. */
export type CasePlan = Omit<
  MessageInitShape<typeof CallPlanSchema>,
  '$typeName' | 'callId' | 'targets'
>;

/** A Case is one thing that must hold in every cell of its tier. */
export interface Case {
  /** Stable path, `status/unary/not-found`. */
  readonly id: string;
  readonly suite: string;
  /** One sentence: what holds. */
  readonly title: string;
  readonly tier: Tier;
  /** Capabilities, `client.…` of the client and `server.…` of the server. */
  readonly needs: readonly string[];
  /** The sentence that decides: a specification's section, or the source document. */
  readonly source: string;
  /** A thread in a public tracker that the case reproduces, `grpc-node#1532`. */
  readonly issue?: string;
  readonly plan: CasePlan;
  readonly moves?: readonly SignalMove[];
  readonly expect: Expectation;
}

/** A Suite is the cases of one file. */
export interface Suite {
  readonly id: string;
  readonly cases: readonly Case[];
}
