/** The report that a person reads after a run: findings first, one line each. */
import type { RunReport } from '../contract/result.ts';
import { carriedEvidence, type EvidenceOf, failureLines, orderedFailures } from './failure.ts';
import { groupText, reasonGroups } from './groups.ts';
import { type Line, line, paint } from './paint.ts';
import { cut } from './sanitize.ts';
import { countsCell, isFailing, legend, type Table, tables } from './table.ts';
import { displayWidth, padEnd } from './width.ts';
import { count, findingText, isGreen, orderedFindings, summaryText } from './wording.ts';

/** How many failures are shown in full. */
const FULL = 20;
/** How many lines of one kind (findings, problems, reasons) are shown. */
const MOST = 40;

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal; only tables are fitted to it. */
  readonly width: number;
  /** Where the evidence of a result is; by default in the result. */
  readonly evidence?: EvidenceOf;
  /** The files that were written, told at the end. */
  readonly files?: readonly string[];
}

/** At most so many, and how many more there are. */
function limited(lines: readonly Line[], where: string): Line[] {
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), line(`  … and ${more} more: ${where}`)] : [...lines];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length > 0 ? [line(title, 'title'), ...lines, line()] : [];
}

function findingLines(report: RunReport): Line[] {
  const lines = orderedFindings(report.findings).map((finding) =>
    finding.verdict === 'failed'
      ? line(`  ✗ ${findingText(finding)}`, 'bad')
      : line(`  k ${findingText(finding)}`, 'warn'),
  );
  return section('Findings', limited(lines, 'results.json, findings'));
}

/** Servers side by side, in as many blocks as the width asks for. */
function blocks(widths: readonly number[], room: number): number[][] {
  const all: number[][] = [];
  let used = room;
  for (const [at, width] of widths.entries()) {
    if (used + width > room) {
      all.push([]);
      used = 0;
    }
    all.at(-1)?.push(at);
    used += width;
  }
  return all;
}

function blockLines(table: Table, columns: readonly { server: string; width: number }[]): Line[] {
  const first = Math.max(...table.clients.map(displayWidth), 'client ↓ server →'.length) + 2;
  const head = columns.map(({ server, width }) => padEnd(server, width)).join('');
  const rows = table.clients.map((client) => {
    const counts = columns.map(({ server }) => table.counts(client, server));
    const cells = counts.map((own, at) => padEnd(countsCell(own), columns[at]?.width ?? 0));
    const style = counts.some(isFailing) ? 'bad' : 'plain';
    return line(`  ${padEnd(client, first)}${cells.join('')}`.trimEnd(), style);
  });
  return [line(`  ${padEnd('client ↓ server →', first)}${head}`.trimEnd(), 'dim'), ...rows];
}

function tableLines(table: Table, width: number): Line[] {
  const columns = table.servers.map((server) => {
    const cells = table.clients.map((client) => countsCell(table.counts(client, server)));
    return { server, width: Math.max(...[server, ...cells].map(displayWidth)) + 2 };
  });
  const first = Math.max(...table.clients.map(displayWidth), 'client ↓ server →'.length) + 4;
  const parts = blocks(
    columns.map((column) => column.width),
    Math.max(width - first, 1),
  );
  const lines = parts.flatMap((at) =>
    blockLines(
      table,
      columns.filter((_, i) => at.includes(i)),
    ),
  );
  return section(table.title, lines);
}

function matrixLines(report: RunReport, width: number): Line[] {
  const marks = legend(report);
  const lines = tables(report).flatMap((table) => tableLines(table, width));
  return marks && lines.length > 0
    ? [...lines.slice(0, -1), line(`  ${marks}`, 'dim'), line()]
    : lines;
}

function failures(report: RunReport, evidence: EvidenceOf): Line[] {
  const all = orderedFailures(report);
  const shown = all
    .slice(0, FULL)
    .flatMap((result) => [...failureLines(result, report, evidence), line()]);
  const more = all.length - FULL;
  const rest = more > 0 ? [line(`… and ${more} more: results.json, evidence.jsonl`), line()] : [];
  return all.length > 0
    ? [line(`${count(all.length, 'failure')}`, 'title'), line(), ...shown, ...rest]
    : [];
}

function reasonLines(report: RunReport, verdict: 'not-run' | 'unsupported'): Line[] {
  const style = verdict === 'not-run' ? 'bad' : 'dim';
  const lines = reasonGroups(report.results, verdict).map((group) =>
    line(`  ${groupText(group)}`, style),
  );
  return section(
    verdict === 'not-run' ? 'Not run' : 'Unsupported',
    limited(lines, 'results.json, verdicts'),
  );
}

function problemLines(report: RunReport): Line[] {
  const lines = report.problems.map((problem) => line(`  ${cut(problem, 1000)}`, 'bad'));
  return section('Problems', limited(lines, 'results.json, problems'));
}

/** The whole report, newline at the end. */
export function renderTerminal(report: RunReport, options: TerminalOptions): string {
  const lines = [
    ...findingLines(report),
    ...matrixLines(report, options.width),
    ...failures(report, options.evidence ?? carriedEvidence),
    ...reasonLines(report, 'unsupported'),
    ...reasonLines(report, 'not-run'),
    ...problemLines(report),
    line(summaryText(report), isGreen(report) ? 'good' : 'bad'),
    ...(options.files ?? []).map((file) => line(`  ${file}`, 'dim')),
  ];
  return paint(lines, options.colour);
}
