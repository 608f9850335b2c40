import type { Case } from '../contract/case.ts';
import type { Difference, Evidence, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { fieldsOf, judge } from '../judge/judge.ts';
import { lackOf } from '../matrix/capabilities.ts';
import { type CallLimits, DEFAULT_LIMITS, makeCall, type Pair } from './call.ts';

export interface CaseOptions {
  /** Unique in the run. */
  readonly callId: string;
  readonly limits?: CallLimits;
  /** Run what is declared unsupported too: if it passes, the declaration is wrong. */
  readonly tryUnsupported?: boolean;
}

/**
 * Runs one case in one cell between two live processes, and judges it. Rejects only when a
 * peer's control port fails (PeerGone, PeerStalled, PeerRefused).
 */
export async function runCase(
  cell: Cell,
  testCase: Case,
  pair: Pair,
  options: CaseOptions,
): Promise<Result> {
  const started = performance.now();
  const lack = lackOf(testCase, pair.client.info, pair.server.info);
  const base = { case: testCase.id, cell };
  if (lack !== undefined && options.tryUnsupported !== true) {
    const reason = `${lack.peer} lacks ${lack.capability}: ${lack.reason}`;
    return { ...base, verdict: 'unsupported', durationMs: 0, differences: [], reason };
  }
  const limits = options.limits ?? DEFAULT_LIMITS;
  const evidence = await makeCall(testCase, cell, pair, options.callId, limits);
  const differences = differencesOf(testCase, pair, evidence);
  const durationMs = performance.now() - started;
  const judged = { ...base, durationMs, differences, evidence };
  if (lack === undefined)
    return { ...judged, verdict: differences.length === 0 ? 'passed' : 'failed' };
  const reason = `${lack.peer} declares ${lack.capability} unsupported: ${lack.reason}`;
  return differences.length === 0
    ? { ...judged, verdict: 'failed', reason: `${reason}; but the case passes` }
    : { ...base, durationMs, differences: [], verdict: 'unsupported', reason };
}

/** Against the expectation; where there is no outcome, the problem is the one difference. */
function differencesOf(testCase: Case, pair: Pair, evidence: Evidence): Difference[] {
  if (evidence.outcome === undefined) {
    const actual = evidence.problem ?? 'nothing';
    return [{ field: 'outcome', expected: 'an outcome', actual }];
  }
  const identity = { callId: evidence.callId, userAgent: pair.client.info.userAgent };
  const { outcome, observation } = evidence;
  return [...judge(fieldsOf(testCase, identity), { outcome, observation }), ...faults(evidence)];
}

/** A fault of the scripted handler is never the library's. */
function faults({ observation }: Evidence): Difference[] {
  const fault = observation?.harnessError;
  if (fault === undefined) return [];
  return [{ field: 'observed.harnessError', expected: 'none', actual: fault.text }];
}
