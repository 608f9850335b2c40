/** Two runs of the same matrix, verdict by verdict: a launcher must not change the answer. */
import { sameByRace } from '../contract/races.ts';
import type { Difference, Result, RunReport } from '../contract/result.ts';
import { type Cell, cellKey, cellName } from '../contract/vocabulary.ts';
import { differencesText } from './difference.ts';
import { markdownCode } from './escape.ts';
import { cut, grouped, visible } from './sanitize.ts';
import { count } from './wording.ts';

/** A RunDifference is a case in a cell that came out otherwise in the second run. */
export interface RunDifference {
  readonly case: string;
  readonly cell: Cell;
  readonly first: Side;
  readonly second: Side;
}

/** What one run says: the verdict, what differs from the expectation, and the client's own message. */
export interface Side {
  readonly verdict: Result['verdict'] | 'absent';
  readonly differences: readonly Difference[];
  readonly message?: string;
}

/** How many lines are printed. */
const MOST = 40;
/** How much of a client's message is printed, in characters. */
const MESSAGE = 80;
const ABSENT: Side = { verdict: 'absent', differences: [] };

function keyOf(result: Result): string {
  return `${result.case}|${cellKey(result.cell)}`;
}

function byKey(results: readonly Result[]): Map<string, Result> {
  return new Map(results.map((result) => [keyOf(result), result]));
}

function sideOf(result: Result | undefined): Side {
  if (!result) return ABSENT;
  const { verdict, differences, evidence } = result;
  const message = evidence?.outcome?.message ?? '';
  return { verdict, differences, ...(message !== '' && { message }) };
}

function equal(a: Result | undefined, b: Result | undefined): boolean {
  if (a !== undefined && b !== undefined && sameByRace(a, b)) return true;
  const [first, second] = [sideOf(a), sideOf(b)];
  return first.verdict === second.verdict && fieldsOf(first) === fieldsOf(second);
}

function fieldsOf({ differences }: Side): string {
  return differences.map(({ field }) => field).join();
}

/**
 * What came out otherwise, in the order of the first run; what only one run has is `absent` in
 * the other. Two failures are the same when the same fields differ: the values may carry what
 * is a run's own, such as addresses. A known difference that races is the same as a pass.
 */
export function compareRuns(first: RunReport, second: RunReport): RunDifference[] {
  const [a, b] = [byKey(first.results), byKey(second.results)];
  return [...new Map([...b, ...a]).entries()].flatMap(([key, sample]) => {
    if (equal(a.get(key), b.get(key))) return [];
    const sides = { first: sideOf(a.get(key)), second: sideOf(b.get(key)) };
    return [{ case: sample.case, cell: sample.cell, ...sides }];
  });
}

/** `failed (code INTERNAL instead of OK: "Stream removed")`. */
function sideText({ verdict, differences, message }: Side): string {
  if (differences.length === 0) return verdict;
  const said = message === undefined ? '' : `: "${visible(cut(message, MESSAGE))}"`;
  return `${verdict} (${differencesText(differences)}${said})`;
}

function names(first: RunReport, second: RunReport): [string, string] {
  if (first.runner !== second.runner) return [first.runner, second.runner];
  return ['first run', 'second run'];
}

/** `status/unary/not-found · go-grpc → ts-connect grpc h2c · process: passed · container: failed (code INTERNAL instead of NOT_FOUND)`. */
function differenceLine(difference: RunDifference, [a, b]: [string, string]): string {
  const { first, second } = difference;
  const place = `${visible(difference.case)} · ${visible(cellName(difference.cell))}`;
  return `${place} · ${a}: ${sideText(first)} · ${b}: ${sideText(second)}`;
}

function headline(
  first: RunReport,
  second: RunReport,
  differences: readonly RunDifference[],
): string {
  const [a, b] = names(first, second);
  const all = new Set([...byKey(first.results).keys(), ...byKey(second.results).keys()]).size;
  if (differences.length === 0) return `${a} and ${b} agree on all ${count(all, 'verdict')}`;
  return `${a} and ${b} differ on ${grouped(differences.length)} of ${count(all, 'verdict')}`;
}

function comparisonLines(
  first: RunReport,
  second: RunReport,
  differences: readonly RunDifference[],
): string[] {
  const sides = names(first, second);
  const more = differences.length - MOST;
  return [
    ...differences.slice(0, MOST).map((difference) => differenceLine(difference, sides)),
    ...(more > 0 ? [`… and ${grouped(more)} more`] : []),
  ];
}

/** The comparison for a terminal, lines without a newline at the end. */
export function renderComparison(
  first: RunReport,
  second: RunReport,
  differences: readonly RunDifference[],
): string {
  const lines = comparisonLines(first, second, differences).map((text) => `  ${text}`);
  return [headline(first, second, differences), ...lines].join('\n');
}

/** The comparison for a CI step summary. */
export function comparisonMarkdown(
  first: RunReport,
  second: RunReport,
  differences: readonly RunDifference[],
): string {
  const mark = differences.length === 0 ? '✅' : '❌';
  const lines = comparisonLines(first, second, differences).map(
    (text) => `- ${markdownCode(text)}`,
  );
  return `## ${mark} ${headline(first, second, differences)}\n\n${lines.join('\n')}\n`;
}
