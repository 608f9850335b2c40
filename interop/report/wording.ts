/** The sentences that all reports share. */
import { RAW } from '../contract/raw.ts';
import type { Finding, Result, RunReport, Summary } from '../contract/result.ts';
import { shellWord } from '../contract/shell-word.ts';
import { verdictId } from '../contract/verdict-id.ts';
import { FAILING, VERDICTS } from '../contract/vocabulary.ts';
import { differencesText } from './difference.ts';
import { casePattern } from './pattern.ts';
import { field } from './sanitize.ts';

const GUILTY = {
  client: (peer: string) => `${peer} client`,
  server: (peer: string) => `${peer} server`,
  pair: (peer: string) => peer,
  all: () => 'every pair',
} as const;

/** Who is on the other side; a pair has nobody else. */
const WITNESS = { client: 'servers', server: 'clients', pair: undefined, all: 'clients' } as const;

/** `1 case`, `4 cases`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

// `exceptions/*/native-error (4 cases)`.
export function casesText(cases: readonly string[]): string {
  const pattern = field(casePattern(cases));
  return cases.length === 1 ? pattern : `${pattern} (${count(cases.length, 'case')})`;
}

function whatText(finding: Finding): string {
  if (finding.differences.length > 0) return differencesText(finding.differences);
  return field(finding.reason ?? 'no outcome', 120);
}

/** Who differs, how, in which cases, and who sees it: a finding on one line. */
export function findingText(finding: Finding): string {
  const { side, peer } = finding.guilty;
  const who = `${GUILTY[side](field(peer))}: ${whatText(finding)}`;
  return [who, casesText(finding.cases), ...witnesses(finding), ...why(finding)].join(' · ');
}

function witnesses({ guilty, seenBy, of }: Finding): string[] {
  const others = WITNESS[guilty.side];
  if (others === undefined) return [];
  return [seenBy.length === 1 && seenBy[0] === RAW ? RAW : `${seenBy.length} of ${of} ${others}`];
}

/** Why a known difference is known, and where it is discussed. */
function why(finding: Finding): string[] {
  const reason = finding.differences.length > 0 ? finding.reason : undefined;
  return [reason, finding.link].filter((text) => text !== undefined).map((text) => field(text));
}

/** Failing ones before known ones; within each, what most cases show first. */
export function orderedFindings(findings: readonly Finding[]): Finding[] {
  const weight = (finding: Finding) => finding.cases.length * finding.seenBy.length;
  const rank = (finding: Finding) => (finding.verdict === 'failed' ? 0 : 1);
  return findings.toSorted((a, b) => rank(a) - rank(b) || weight(b) - weight(a));
}

/** Whether the run may be green: nothing failed unexpectedly, nothing is missing. */
export function isGreen(report: RunReport): boolean {
  const failing = VERDICTS.some((verdict) => FAILING.has(verdict) && report.summary[verdict] > 0);
  return !failing && !report.interrupted && report.problems.length === 0;
}

const WORDS = { 'not-run': 'not run' } as Readonly<Record<string, string>>;

/** `7128 passed, 0 failed, 12 known`: passed and failed always, the rest where there are some. */
export function countsText(summary: Summary): string {
  return VERDICTS.filter(
    (verdict) => ['passed', 'failed'].includes(verdict) || summary[verdict] > 0,
  )
    .map((verdict) => `${summary[verdict]} ${WORDS[verdict] ?? verdict}`)
    .join(', ');
}

/** `21.4 s`, `850 ms`, `3 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const WITH = { process: 'processes', container: 'containers' } as const;

/** The run on one line. */
export function summaryText(report: RunReport): string {
  const end = report.interrupted ? ', interrupted' : '';
  const time = durationText(report.durationMs);
  return `${countsText(report.summary)} in ${time} with ${WITH[report.runner]}${end}`;
}

/** The command that repeats one case in one cell, alone. */
export function repeatCommand(result: Result, runner: RunReport['runner']): string {
  if (result.repeat !== undefined) return `npm run interop -- ${result.repeat}`;
  const { client, server, protocol, transport } = result.cell;
  const flags = { client, server, protocol, transport, case: result.case, runner };
  const words = Object.entries(flags).map(([name, value]) => `--${name} ${shellWord(value)}`);
  return `npm run interop -- ${words.join(' ')}`;
}

/** The command that writes a verdict as two small programs. */
export function reproCommand({ case: id, cell }: Result): string {
  return `npm run interop -- repro ${shellWord(verdictId(id, cell))}`;
}
