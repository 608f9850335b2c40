import type { KnownDifference } from '../contract/known.ts';
import type { Difference, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';

/** Whether an entry speaks of this case in this cell. */
export function covers(entry: KnownDifference, testCase: string, cell: Cell): boolean {
  return (
    (entry.transports === undefined || entry.transports.includes(cell.transport)) &&
    (entry.clients === 'all' || entry.clients.includes(cell.client)) &&
    (entry.servers === 'all' || entry.servers.includes(cell.server)) &&
    (entry.protocols?.includes(cell.protocol) ?? true) &&
    entry.cases.includes(testCase)
  );
}

/** Whether the client has the entry's message, if it names one. */
function says({ clientSays }: KnownDifference, { evidence }: Result): boolean {
  return clientSays === undefined || evidence?.outcome?.message === clientSays;
}

function isExactly({ instead, withoutReply }: KnownDifference, all: readonly Difference[]) {
  const isLost = ({ field }: Difference) => instead[field] === undefined && OF_REPLY.test(field);
  const differences = withoutReply === undefined ? all : all.filter((one) => !isLost(one));
  return (
    Object.keys(instead).length === differences.length &&
    differences.every((one) => instead[one.field] === one.actual)
  );
}

/** The fields of what a server answered with, but for the code. */
const OF_REPLY = /^(message|messages|headers|trailers|details)\b/;

/**
 * The result in the light of what is known: `known` where an entry has exactly these differences;
 * `failed` where an entry covers a case that now passes, since the entry is then stale.
 */
export function inLightOf(known: readonly KnownDifference[], result: Result): Result {
  const entries = known.filter(
    (entry) => covers(entry, result.case, result.cell) && says(entry, result),
  );
  if (entries.length === 0) return result;
  if (result.verdict === 'passed') return passed(result, entries);
  if (result.verdict !== 'failed') return result;
  const entry = entries.find((one) => isExactly(one, result.differences));
  if (entry === undefined) return result;
  const { reason, link, sometimes, due } = entry;
  const races = sometimes === undefined ? {} : { sometimes };
  const choices = due === undefined ? {} : { choices: { ...result.choices, ...due } };
  return { ...result, verdict: 'known', reason, link, ...races, ...choices };
}

/** A pass where a steady difference was to come: stale, unless a race may have made the very outcome that is expected. */
function passed(result: Result, entries: readonly KnownDifference[]): Result {
  const steady = entries.filter(isSteady);
  if (steady.length === 0) return result;
  const race = entries.find((entry) => entry.sometimes !== undefined)?.sometimes;
  return race === undefined ? stale(result, steady) : { ...result, sometimes: race };
}

/** Whether it holds each time. */
export function isSteady(entry: KnownDifference): boolean {
  return entry.sometimes === undefined;
}

function stale(result: Result, [entry]: readonly KnownDifference[]): Result {
  if (entry === undefined) return result;
  const reason = `a known difference is recorded here, but the case now passes: remove the entry "${entry.reason}"`;
  return { ...result, verdict: 'failed', reason };
}

function saysNothing({ instead, clientSays }: KnownDifference): boolean {
  return Object.keys(instead).length === 0 && clientSays === undefined;
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
      ...(saysNothing(entry) ? ['field that differs'] : []),
    ];
    return missing.map((what) => `known difference "${entry.reason}": there is no ${what}`);
  });
}
