import type { KnownDifference } from '../contract/known.ts';
import type { Difference, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';

/** Whether an entry speaks of this case in this cell. */
export function covers(entry: KnownDifference, testCase: string, cell: Cell): boolean {
  return (
    entry.cases.includes(testCase) &&
    (entry.clients === 'all' || entry.clients.includes(cell.client)) &&
    (entry.servers === 'all' || entry.servers.includes(cell.server))
  );
}

function isExactly(entry: KnownDifference, differences: readonly Difference[]): boolean {
  const wanted = Object.entries(entry.instead);
  return (
    wanted.length === differences.length &&
    differences.every((one) => entry.instead[one.field] === one.actual)
  );
}

/**
 * The result in the light of what is known: `known` where an entry has exactly these differences;
 * `failed` where an entry covers a case that now passes, since the entry is then stale.
 */
export function inLightOf(known: readonly KnownDifference[], result: Result): Result {
  const entries = known.filter((entry) => covers(entry, result.case, result.cell));
  if (entries.length === 0) return result;
  if (result.verdict === 'passed') return stale(result, entries.filter(isSteady));
  if (result.verdict !== 'failed') return result;
  const entry = entries.find((one) => isExactly(one, result.differences));
  if (entry === undefined) return result;
  const { reason, link, sometimes } = entry;
  const races = sometimes === undefined ? {} : { sometimes };
  return { ...result, verdict: 'known', reason, link, ...races };
}

function isSteady(entry: KnownDifference): boolean {
  return entry.sometimes === undefined;
}

function stale(result: Result, [entry]: readonly KnownDifference[]): Result {
  if (entry === undefined) return result;
  const reason = `a known difference is recorded here, but the case now passes: remove the entry "${entry.reason}"`;
  return { ...result, verdict: 'failed', reason };
}

/** What is wrong with the list itself: entries of cases or peers that don't exist, or that overlap. */
export function problemsOf(
  known: readonly KnownDifference[],
  cases: readonly string[],
  peers: readonly string[],
): string[] {
  return known.flatMap((entry) => {
    const named = [entry.clients, entry.servers].flatMap((ids) => (ids === 'all' ? [] : ids));
    const missing = [
      ...entry.cases.filter((id) => !cases.includes(id)).map((id) => `case ${id}`),
      ...named.filter((id) => !peers.includes(id)).map((id) => `peer ${id}`),
      ...(Object.keys(entry.instead).length === 0 ? ['a field'] : []),
    ];
    return missing.map((what) => `known difference "${entry.reason}": there is no ${what}`);
  });
}
