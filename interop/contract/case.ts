import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CodeName } from './code.ts';
import type { CallPlanSchema } from './generated.ts';
import type { Stage } from './stage.ts';
import type { ServiceKind, Tier } from './vocabulary.ts';

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

/** Through is a proxy between client and server, and what the client speaks to it. */
export interface Through {
  readonly proxy: 'nginx' | 'haproxy';
  readonly front: 'h2c' | 'tls';
}

interface CaseBase {
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
}

/** A PlanCase is one call, as data. */
export interface PlanCase extends CaseBase {
  readonly plan: CasePlan;
  readonly moves?: readonly SignalMove[];
  readonly through?: Through;
  readonly expect: Expectation;
}

/** A ScenarioCase is many calls while servers come and go: code, since data can't say it. */
export interface ScenarioCase extends CaseBase {
  /** What must stand beside the peers. */
  readonly services: readonly ServiceKind[];
  /** It breaks things, and looks at the clock: it runs when the others are done, a few at a time. */
  readonly calm?: boolean;
  readonly scenario: (stage: Stage) => Promise<void>;
}

/** A Case is one thing that must hold in every cell of its tier. */
export type Case = PlanCase | ScenarioCase;

/** Whether a case is a scenario. */
export function isScenario(testCase: Case): testCase is ScenarioCase {
  return 'scenario' in testCase;
}

/** What must stand beside the peers for this case. */
export function servicesOf(testCase: Case): readonly ServiceKind[] {
  if (isScenario(testCase)) return testCase.services;
  return testCase.through === undefined ? [] : [testCase.through.proxy];
}

/** A Suite is the cases of one file. */
export interface Suite {
  readonly id: string;
  readonly cases: readonly Case[];
}
