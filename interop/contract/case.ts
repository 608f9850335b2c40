import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CodeName } from './code.ts';
import type { ExpectedFacts } from './facts.ts';
import type { CallPlanSchema } from './generated.ts';
import type { Dial, ListenerSettings } from './listen.ts';
import type { RawScript, Stage } from './stage.ts';
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
 * `without`, and its encoding where there is one only; or, for bodies too large to write, the length and
 * SHA-256 (hex) of its encoding.
 */
export type ExpectedMessage =
  | { readonly json: Json; readonly without?: readonly string[]; readonly encoded?: Uint8Array }
  | { readonly length: number; readonly sha256: string };

/** A metadatum that must be there: the texts, in order, or bytes for a `-bin` name. */
export interface ExpectedMetadatum {
  readonly name: string;
  readonly values: readonly (string | Uint8Array)[];
  /** They may come as one, joined with commas, which means the same (gRPC over HTTP/2, "Custom-Metadata"). */
  readonly mayJoin?: true;
}

/** Bounds of the time left when the handler was entered, in milliseconds; `none` means that there is no deadline. */
export type ExpectedTimeLeft = { readonly min: number; readonly max: number } | 'none';

/** What the server must have seen of the call. A field left out is not judged. */
export interface ExpectedObservation {
  /**
   * Whether the call reaches the handler at all; `either` where the specification leaves it open. What else
   * is given then holds of a call that was seen.
   */
  readonly seen: boolean | 'either';
  readonly messages?: readonly ExpectedMessage[];
  readonly metadata?: readonly ExpectedMetadatum[];
  readonly cancelled?: boolean;
  /** More than one where the specification leaves a choice. */
  readonly timeLeftMs?: ExpectedTimeLeft | readonly ExpectedTimeLeft[];
  /** What the raw server saw in the frames that the client sent. */
  readonly facts?: ExpectedFacts;
}

/** What the client and the server must report. A field left out is not judged. */
export interface Expectation {
  /**
   * More than one where the specification leaves a choice: message, headers, trailers and details are then those of
   * a call that has the first. Left out of raw clients' cases alone, which have `facts`.
   */
  readonly code?: CodeName | readonly CodeName[];
  readonly message?: string;
  /** A text of the server's own that must not leave it: in message, headers, trailers or details, nor a traceback. */
  readonly keepsBack?: string;
  /** All messages, in order. Where OK is one of several codes: of a call that is OK, each in its place. */
  readonly messages?: readonly ExpectedMessage[];
  readonly headers?: readonly ExpectedMetadatum[];
  readonly trailers?: readonly ExpectedMetadatum[];
  readonly details?: readonly { readonly typeUrl: string; readonly value: Uint8Array }[];
  /** Client-side time from the call's opening to its end, in milliseconds. */
  readonly durationMs?: { readonly min: number; readonly max: number };
  /** What the raw client saw in the frames that the server sent. */
  readonly facts?: ExpectedFacts;
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
  /** It takes long, or much: it runs where it is asked for, with `--tier all` or by its name. */
  readonly dear?: boolean;
  /**
   * It keeps a processor busy, and runs after the ordinary ones, a few at a time; `alone`, it looks at its client's
   * memory or keeps that from all else, and has the process for itself.
   */
  readonly heavy?: true | 'alone';
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
  /** A listener of the call's own, with these settings; observed under the call's id where the plan says so. */
  readonly listen?: ListenerSettings;
  /** How the client goes about the handshake, where the listener or the cell has TLS. */
  readonly dial?: Dial;
  /**
   * What the raw server plays on each connection, in a case of the tier `raw-server`. A case of the
   * tier `raw-client` has its script in `plan.raw`.
   */
  readonly rawServer?: readonly RawScript[];
  readonly expect: Expectation;
}

/** A ScenarioCase is many calls while servers come and go: code, since data can't say it. */
export interface ScenarioCase extends CaseBase {
  /** What must stand beside the peers. */
  readonly services: readonly ServiceKind[];
  /** It breaks things, and looks at the clock: it runs last, when nothing else is under way but its like. */
  readonly calm?: boolean;
  /** About how long a calm one waits by its nature, in milliseconds: the longest begin first. */
  readonly waitsMs?: number;
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
