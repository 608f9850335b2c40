/** Verdicts without a call of their own, told by reason instead of one by one. */
import type { Result } from '../contract/result.ts';
import { cellKey, type Verdict } from '../contract/vocabulary.ts';
import { field } from './sanitize.ts';
import { casesText, count } from './wording.ts';

/** Results of one verdict that share a reason. */
export interface ReasonGroup {
  readonly reason: string;
  readonly cases: readonly string[];
  readonly cells: number;
  readonly results: number;
}

function groupOf(reason: string, results: readonly Result[]): ReasonGroup {
  return {
    reason,
    cases: [...new Set(results.map((result) => result.case))],
    cells: new Set(results.map(({ cell }) => cellKey(cell))).size,
    results: results.length,
  };
}

/** The groups of a verdict, largest first. */
export function reasonGroups(results: readonly Result[], verdict: Verdict): ReasonGroup[] {
  const chosen = results.filter((result) => result.verdict === verdict);
  const groups = Map.groupBy(chosen, ({ reason }) => reason ?? 'no reason given');
  return [...groups]
    .map(([reason, members]) => groupOf(reason, members))
    .sort((a, b) => b.results - a.results);
}

/** `python-grpcio did not start · users/* (12 cases) · 6 cells`. */
export function groupText(group: ReasonGroup): string {
  const cells = count(group.cells, 'cell');
  return [field(group.reason), casesText(group.cases), cells].join(' · ');
}
