import type { DescribeResponse, Observation, Outcome } from './generated.ts';
import type { Cell, Verdict } from './vocabulary.ts';

/** The version of results.json; docs/results.md describes it. */
export const RESULTS_SCHEMA = 'crosswire.results/1';

/** A Difference is one field that is not as the case expects it. */
export interface Difference {
  /** Path of the field: `code`, `messages[0]`, `observed.cancelled`. */
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** Evidence is what both sides reported of one call. */
export interface Evidence {
  readonly callId: string;
  readonly outcome?: Outcome;
  readonly observation?: Observation;
  /** Why there is no outcome: harness error, unsupported step, crash, limit. */
  readonly problem?: string;
  /** The ends of the standard errors, kept when something went wrong. */
  readonly clientStderr?: string;
  readonly serverStderr?: string;
}

/** A Try is what came of a case when it was run once; a flaky verdict has two of them. */
export interface Try {
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  readonly evidence?: Evidence;
}

/** A Result is the verdict on one case in one cell. */
export interface Result {
  readonly case: string;
  readonly cell: Cell;
  readonly verdict: Verdict;
  readonly durationMs: number;
  readonly differences: readonly Difference[];
  /** What a scenario measured, a line each: calls, failures, time to recover. */
  readonly notes?: readonly string[];
  /** Why, where differences don't say it: the capability lacking, the known difference's reason. */
  readonly reason?: string;
  readonly link?: string;
  /** Why a known difference holds at some times only; then a pass elsewhere is the same answer. */
  readonly sometimes?: string;
  readonly evidence?: Evidence;
  /** What it came to, or of a known difference what was due, in the fields where the case accepts more than one text. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a flaky verdict: the try that differs from the one whose differences and evidence these are. */
  readonly otherTry?: Try;
  /** The flags that repeat it, where a peer is somebody else's. */
  readonly repeat?: string;
  /** Where the transcript of what went over the wire is: its text, from the results' folder. */
  readonly transcript?: string;
}

/** A PeerInfo is a peer as it ran. */
export interface PeerInfo {
  readonly id: string;
  readonly describe: DescribeResponse;
  /** Image id, where a container was run. */
  readonly digest?: string;
}

/** A Finding is one difference by one guilty side, whoever sees it. */
export interface Finding {
  readonly verdict: 'failed' | 'known';
  /** A side, or both where one cell alone can't tell. */
  readonly guilty: { readonly side: 'client' | 'server' | 'pair' | 'all'; readonly peer: string };
  readonly differences: readonly Difference[];
  readonly cases: readonly string[];
  readonly seenBy: readonly string[];
  /** How many could have seen it. */
  readonly of: number;
  readonly reason?: string;
  readonly link?: string;
}

/** Counts by verdict. */
export type Summary = Readonly<Record<Verdict, number>>;

/** A RunReport is all that the reports are made of. */
export interface RunReport {
  readonly runner: 'process' | 'container';
  readonly startedAt: Date;
  /** From the first preparation to the last verdict. */
  readonly durationMs: number;
  /** Of that, from the start of the first peer to the last verdict written. */
  readonly casesMs: number;
  /** The most memory that the harness itself held, peers apart. */
  readonly peakMemoryBytes: number;
  readonly peers: readonly PeerInfo[];
  readonly cells: readonly Cell[];
  readonly cases: readonly {
    readonly id: string;
    readonly title: string;
    readonly source: string;
  }[];
  readonly results: readonly Result[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /** Faults of the run itself: stale known differences, an entry that matches nothing. */
  readonly problems: readonly string[];
  /** What is odd and fails nothing: outcomes that cases accept and that were never seen. */
  readonly warnings: readonly string[];
  readonly interrupted: boolean;
}
