/** The report that a person reads after a run: findings first, one line each. */
import type { RunReport } from '../contract/result.ts';
import { isUsual } from '../contract/verdict-id.ts';
import { carriedEvidence, type EvidenceOf, failureLines, orderedFailures } from './failure.ts';
import { groupText, reasonGroups, unsupportedShare } from './groups.ts';
import { measuredTexts } from './measured.ts';
import { type Line, line, paint } from './paint.ts';
import { cut } from './sanitize.ts';
import { legend, tables } from './table.ts';
import { tableLines } from './table-lines.ts';
import {
  count,
  findingText,
  isGreen,
  orderedFindings,
  reproCommand,
  summaryText,
} from './wording.ts';

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
  /** Where results.json and its companions are, told at the end. */
  readonly folder?: string;
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
  return section('Findings', [...limited(lines, 'results.json, findings'), ...reproLines(report)]);
}

/** How to have a known difference as two small programs; failures say it each. */
function reproLines({ results }: RunReport): Line[] {
  const known = results.find(
    ({ verdict, cell, differences }) =>
      verdict === 'known' &&
      isUsual(cell) &&
      differences.some(({ field }) => field === 'code' || field === 'message'),
  );
  return known ? [line(`  as two small programs: ${reproCommand(known)}`, 'dim')] : [];
}

function matrixLines(report: RunReport, width: number): Line[] {
  const marks = legend(report);
  const lines = tables(report).flatMap((table) => section(table.title, tableLines(table, width)));
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
    verdict === 'not-run' ? 'Not run' : `Unsupported (${unsupportedShare(report)})`,
    limited(lines, 'results.json, verdicts'),
  );
}

function warningLines(report: RunReport): Line[] {
  const lines = report.warnings.map((warning) => line(`  ${cut(warning, 1000)}`, 'warn'));
  return section('Warnings', limited(lines, 'results.json, warnings'));
}

function problemLines(report: RunReport): Line[] {
  const lines = report.problems.map((problem) => line(`  ${cut(problem, 1000)}`, 'bad'));
  return section('Problems', limited(lines, 'results.json, problems'));
}

function measuredLines(report: RunReport): Line[] {
  const lines = measuredTexts(report).map((text) => line(`  ${text}`, 'dim'));
  return section('Measured', limited(lines, 'results.json, notes'));
}

/** How many transcripts there are, and where. */
function recordedText({ results }: RunReport): string {
  const recorded = results.filter((one) => one.transcript !== undefined).length;
  return recorded === 0 ? '' : ` (in wire/: ${count(recorded, 'transcript')})`;
}

/** The whole report, lines without a newline at the end. */
export function renderTerminal(report: RunReport, options: TerminalOptions): string {
  const lines = [
    ...findingLines(report),
    ...matrixLines(report, options.width),
    ...measuredLines(report),
    ...failures(report, options.evidence ?? carriedEvidence),
    ...reasonLines(report, 'unsupported'),
    ...reasonLines(report, 'not-run'),
    ...warningLines(report),
    ...problemLines(report),
    line(summaryText(report), isGreen(report) ? 'good' : 'bad'),
    ...(options.folder ? [line(`results: ${options.folder}${recordedText(report)}`, 'dim')] : []),
  ];
  return paint(lines, options.colour);
}
