/** Verdicts without a call of their own, told by reason instead of one by one. */
import { RAW } from '../contract/raw.ts';
import type { Result, RunReport } from '../contract/result.ts';
import { cellKey, MIXED, type Verdict } from '../contract/vocabulary.ts';
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

/** Servers of three languages, and the instrument, are no pair of libraries. */
const isNoPeer = (id: string): boolean => id === MIXED || id === RAW;

/** How much of what the pairs of gRPC were asked they can't do: `1.3 % of 12,000 between pairs`. */
export function unsupportedShare({ results }: Pick<RunReport, 'results'>): string {
  const pairs = results.filter(
    ({ cell }) => cell.protocol === 'grpc' && ![cell.client, cell.server].some(isNoPeer),
  );
  const lacking = pairs.filter(({ verdict }) => verdict === 'unsupported').length;
  const share = pairs.length === 0 ? 0 : (lacking / pairs.length) * 100;
  return `${share.toFixed(1)} % of ${pairs.length} between two peers`;
}

/** `python-grpcio did not start · users/* (12 cases) · 6 cells`. */
export function groupText(group: ReasonGroup): string {
  const cells = count(group.cells, 'cell');
  return [field(group.reason), casesText(group.cases), cells].join(' · ');
}
