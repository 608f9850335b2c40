/** The summary of a CI step: verdict, findings, tables, peers, failures. */
import type { PeerInfo, Result, RunReport } from '../contract/result.ts';
import { cellName } from '../contract/vocabulary.ts';
import { Budget } from './budget.ts';
import { differencesText } from './difference.ts';
import { markdownBlock, markdownCode, markdownText } from './escape.ts';
import { carriedEvidence, type EvidenceOf, failureLines, orderedFailures } from './failure.ts';
import { groupText, reasonGroups } from './groups.ts';
import { measuredTexts } from './measured.ts';
import { cut, grouped } from './sanitize.ts';
import { countsCell, isFailing, legend, type Table, tables } from './table.ts';
import { count, findingText, isGreen, orderedFindings, summaryText } from './wording.ts';

/** GitHub takes up to 1 MiB a step; what is larger is not shown at all. */
export const MARKDOWN_LIMIT = 900 * 1024;
/** Bytes kept for the line that says how much was left out. */
const RESERVE = 200;
/** How many lines a list has. */
const MOST = 100;

function heading(report: RunReport): string {
  const verdict = isGreen(report) ? '✅' : '❌';
  return `## ${verdict} crosswire: ${markdownText(summaryText(report))}`;
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length - MOST;
  const rest = more > 0 ? [`- … and ${grouped(more)} more in results.json`] : [];
  const lines = items.slice(0, MOST).map((item) => `- ${item}`);
  return [`### ${title}\n\n${[...lines, ...rest].join('\n')}`];
}

function findings(report: RunReport): string[] {
  const items = orderedFindings(report.findings).map((finding) => {
    return `${finding.verdict === 'failed' ? '❌' : '📌 known:'} ${markdownCode(findingText(finding))}`;
  });
  return list('Findings', items);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cellText(table: Table, client: string, server: string): string {
  const counts = table.counts(client, server);
  const text = markdownText(countsCell(counts));
  return isFailing(counts) ? `**${text}**` : text;
}

function tableText(table: Table): string {
  const rows = table.clients.map((client) =>
    tableRow([
      markdownCode(client),
      ...table.servers.map((server) => cellText(table, client, server)),
    ]),
  );
  const head = tableRow(['client ↓ server →', ...table.servers.map(markdownCode)]);
  const rule = tableRow(['---', ...table.servers.map(() => '---')]);
  return `### ${markdownText(table.title)}\n\n${[head, rule, ...rows].join('\n')}`;
}

function matrix(report: RunReport): string[] {
  const marks = legend(report);
  return [...tables(report).map(tableText), ...(marks ? [markdownText(marks)] : [])];
}

function peerRow({ id, describe, digest }: PeerInfo): string {
  const libraries = describe.libraries.map(({ name, version }) => `${name} ${version}`).join(', ');
  const cells = [id, libraries, describe.runtime, digest ?? ''];
  return tableRow(cells.map((text) => (text ? markdownCode(cut(text)) : '')));
}

function peers(report: RunReport): string[] {
  if (report.peers.length === 0) return [];
  const head = [
    tableRow(['peer', 'libraries', 'runtime', 'image']),
    tableRow(Array(4).fill('---')),
  ];
  return [`### Peers\n\n${[...head, ...report.peers.map(peerRow)].join('\n')}`];
}

function reasons(report: RunReport): string[] {
  const items = (verdict: 'not-run' | 'unsupported') =>
    reasonGroups(report.results, verdict).map((group) => markdownCode(groupText(group)));
  return [...list('Not run', items('not-run')), ...list('Unsupported', items('unsupported'))];
}

function failure(result: Result, report: RunReport, evidence: EvidenceOf): string {
  const what = differencesText(result.differences) || result.reason || result.verdict;
  const title = `${result.case} · ${cellName(result.cell)} · ${cut(what)}`;
  const lines = failureLines(result, report, evidence).map(({ text }) => text);
  const block = markdownBlock(lines);
  return `<details><summary>${markdownCode(title)}</summary>\n\n${block}\n\n</details>`;
}

function* failures(report: RunReport, evidence: EvidenceOf, all: readonly Result[]) {
  for (const result of all) yield failure(result, report, evidence);
}

function measured(report: RunReport): string[] {
  const lines = measuredTexts(report);
  if (lines.length === 0) return [];
  const title = `Measured in ${count(lines.length, 'scenario')}`;
  return [`<details><summary>${title}</summary>\n\n${markdownBlock(lines)}\n\n</details>`];
}

function overview(report: RunReport): string[] {
  const [problems = [], warnings = []] = [report.problems, report.warnings].map((texts) =>
    texts.map((text) => markdownCode(cut(text))),
  );
  return [
    heading(report),
    ...list('Problems', problems),
    ...list('Warnings', warnings),
    ...findings(report),
    ...matrix(report),
    ...reasons(report),
    ...peers(report),
    ...measured(report),
  ];
}

/** The Markdown of a run, never longer than the limit in bytes. */
export function renderMarkdown(
  report: RunReport,
  evidence: EvidenceOf = carriedEvidence,
  limit: number = MARKDOWN_LIMIT,
): string {
  const budget = new Budget(limit);
  const lost = overview(report).filter((part) => !budget.add(part, RESERVE)).length;
  const all = orderedFailures(report);
  if (all.length > 0) budget.add(`### ${grouped(all.length)} failed`, RESERVE);
  const left = budget.addAll(failures(report, evidence, all), all.length, RESERVE);
  if (left > 0 || lost > 0) budget.add(leftOut(left, lost));
  return budget.text();
}

function leftOut(failures: number, sections: number): string {
  const parts = [
    ...(failures > 0 ? [count(failures, 'failure')] : []),
    ...(sections > 0 ? [count(sections, 'section')] : []),
  ];
  return `… left out for size: ${parts.join(', ')}; see results.json and evidence.jsonl`;
}
