/** The client × server tables: one for every protocol and transport of the run. */
import { RAW } from '../contract/raw.ts';
import type { RunReport } from '../contract/result.ts';
import { type Cell, cellKey, FAILING, VERDICTS, type Verdict } from '../contract/vocabulary.ts';

export type Counts = Readonly<Record<Verdict, number>>;

/** A Table holds what is said about each pair of one protocol and transport. */
export interface Table {
  readonly title: string;
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  /** Absent where the pair isn't in the matrix. */
  readonly counts: (client: string, server: string) => Counts | undefined;
}

/** What follows a number in a table; passed cases alone are followed by ✓. */
const MARKS: readonly (readonly [Verdict, string, string])[] = [
  ['known', 'k', 'known differences'],
  ['failed', '✗', 'failed'],
  ['flaky', '~', 'flaky'],
  ['not-run', '?', 'not run'],
  ['unsupported', 'u', 'unsupported'],
];

function zero(): Record<Verdict, number> {
  return { passed: 0, failed: 0, known: 0, unsupported: 0, 'not-run': 0, flaky: 0 };
}

/** Counts by verdict for every cell of the run, also those without a result. */
export function countsByCell(report: RunReport): Map<string, Counts> {
  const counts = new Map(report.cells.map((cell) => [cellKey(cell), zero()]));
  for (const { cell, verdict } of report.results) {
    const key = cellKey(cell);
    const own = counts.get(key) ?? zero();
    own[verdict] += 1;
    counts.set(key, own);
  }
  return counts;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** The raw peer's row and column come last, whatever was chosen beside them. */
function rawLast(names: readonly string[]): string[] {
  const peers = unique(names);
  return [...peers.filter((name) => name !== RAW), ...peers.filter((name) => name === RAW)];
}

function tableOf(title: string, cells: readonly Cell[], all: Map<string, Counts>): Table {
  const keys = new Map(cells.map((cell) => [`${cell.client} ${cell.server}`, cellKey(cell)]));
  return {
    title,
    clients: rawLast(cells.map(({ client }) => client)),
    servers: rawLast(cells.map(({ server }) => server)),
    counts: (client, server) => all.get(keys.get(`${client} ${server}`) ?? ''),
  };
}

export function tables(report: RunReport): Table[] {
  const all = countsByCell(report);
  const groups = Map.groupBy(report.cells, (cell) => `${cell.protocol} ${cell.transport}`);
  return [...groups].map(([title, cells]) => tableOf(title, cells, all));
}

/** `198 ✓`, `195+3k`, `190 8✗ 2u`; a dash where no case is meant for the cell. */
export function countsCell(counts: Counts | undefined): string {
  if (!counts) return '';
  if (VERDICTS.every((verdict) => counts[verdict] === 0)) return '–';
  const known = counts.known > 0 ? `+${counts.known}k` : '';
  const rest = MARKS.filter(([verdict]) => verdict !== 'known' && counts[verdict] > 0);
  const marks = rest.map(([verdict, mark]) => `${counts[verdict]}${mark}`);
  const good = `${counts.passed}${known}`;
  if (marks.length > 0) return [good, ...marks].join(' ');
  return known ? good : `${counts.passed} ✓`;
}

/** Whether a pair fails the run. */
export function isFailing(counts: Counts | undefined): boolean {
  return (
    counts !== undefined && VERDICTS.some((verdict) => FAILING.has(verdict) && counts[verdict])
  );
}

/** What the marks in use mean; empty where only ✓ is. */
export function legend(report: RunReport): string {
  const used = MARKS.filter(([verdict]) => report.summary[verdict] > 0);
  return used.map(([, mark, meaning]) => `${mark} ${meaning}`).join(' · ');
}
