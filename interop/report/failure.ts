/** One failure in full, as lines: the terminal colours them, Markdown and JUnit quote them. */
import type { Evidence, PeerInfo, Result, RunReport } from '../contract/result.ts';
import { cellName } from '../contract/vocabulary.ts';
import { sides } from './difference.ts';
import { type Line, line } from './paint.ts';
import { isAbout, observationRows, outcomeRows, type Row, type Side } from './rows.ts';
import { cut, tail } from './sanitize.ts';
import { durationText, repeatCommand, reproCommand } from './wording.ts';

const TAIL = { lines: 15, lineLength: 240 } as const;
const NAME_WIDTH = 13;

/** Finds what both sides reported of a result, wherever the run keeps it. */
export type EvidenceOf = (result: Result) => Evidence | undefined;

/** The evidence that a result carries. */
export const carriedEvidence: EvidenceOf = (result) => result.evidence;

function heading(result: Result, report: RunReport): Line[] {
  const found = report.cases.find(({ id }) => id === result.case);
  return [
    line(`${result.case}${found ? `: ${cut(found.title)}` : ''}`, 'title'),
    line(`  ${cellName(result.cell)} · ${result.verdict} · ${durationText(result.durationMs)}`),
    ...(found ? [line(`  source    ${cut(found.source)}`, 'dim')] : []),
    ...(result.reason ? [line(`  reason    ${cut(result.reason)}`)] : []),
    ...(result.link ? [line(`  link      ${cut(result.link)}`)] : []),
  ];
}

function differenceLines(differences: Result['differences']): Line[] {
  return differences.flatMap((difference) => {
    const { expected, actual } = sides(difference);
    return [
      line(`  ✗ ${cut(difference.field)}`, 'bad'),
      line(`      expected  ${expected}`, 'good'),
      line(`      actual    ${actual}`, 'bad'),
    ];
  });
}

function rowLines(row: Row, marked: boolean): Line[] {
  const style = marked ? 'bad' : 'plain';
  return row.lines.map((text, at) => {
    const name = at === 0 ? row.name : '';
    return line(
      `    ${marked && at === 0 ? '✗' : ' '} ${name.padEnd(NAME_WIDTH)}${cut(text)}`,
      style,
    );
  });
}

function sideLines(side: Side, peer: string, rows: readonly Row[], result: Result): Line[] {
  const marked = (row: Row) => result.differences.some((one) => isAbout(one, side, row.name));
  return [line(`  ${side} (${peer})`), ...rows.flatMap((row) => rowLines(row, marked(row)))];
}

function outcomeLines(result: Result, { outcome }: Evidence): Line[] {
  const peer = `${result.cell.client}, client`;
  return outcome
    ? sideLines('outcome', peer, outcomeRows(outcome), result)
    : [line(`  outcome (${peer}): none`, 'dim')];
}

function observationLines(result: Result, { observation }: Evidence): Line[] {
  const peer = `${result.cell.server}, server`;
  return observation
    ? sideLines('observation', peer, observationRows(observation), result)
    : [line(`  observation (${peer}): none`, 'dim')];
}

function evidenceLines(result: Result, evidence: Evidence | undefined): Line[] {
  if (!evidence) return [];
  const { problem } = evidence;
  return [
    ...(problem ? [line(`  problem   ${cut(problem, 1000)}`, 'bad')] : []),
    ...outcomeLines(result, evidence),
    ...observationLines(result, evidence),
  ];
}

/** The try that came to another verdict, of a flaky one. */
function otherTryLines(result: Result): Line[] {
  const { otherTry } = result;
  if (!otherTry) return [];
  const { verdict, differences, evidence } = otherTry;
  return [
    line(`  the other try · ${verdict}`, 'title'),
    ...differenceLines(differences),
    ...evidenceLines({ ...result, differences }, evidence),
  ];
}

/** A peer with all its versions: `go-grpc: google.golang.org/grpc 1.80.0, go1.26.0`. */
export function versionsText(peer: PeerInfo): string {
  const { libraries, runtime } = peer.describe;
  const names = libraries.map(({ name, version }) => `${name} ${version}`);
  return `${peer.id}: ${[...names, runtime].map((text) => cut(text, 80)).join(', ')}`;
}

function versionLines(result: Result, report: RunReport): Line[] {
  const ids = new Set([result.cell.client, result.cell.server]);
  const peers = report.peers.filter(({ id }) => ids.has(id));
  return peers.map((peer) => line(`  versions  ${versionsText(peer)}`, 'dim'));
}

function stderrLines(name: string, text: string | undefined): Line[] {
  const lines = tail(text ?? '', TAIL).map((part) => line(`    │ ${part}`, 'dim'));
  return lines.length > 0 ? [line(`  end of standard error of ${name}`), ...lines] : [];
}

/** Title, place, differences, both reports, versions, both standard errors, what went over the wire, how to repeat it. */
export function failureLines(
  result: Result,
  report: RunReport,
  evidenceOf: EvidenceOf = carriedEvidence,
): Line[] {
  const evidence = evidenceOf(result);
  const { client, server } = result.cell;
  return [
    ...heading(result, report),
    ...differenceLines(result.differences),
    ...evidenceLines(result, evidence),
    ...otherTryLines(result),
    ...versionLines(result, report),
    ...stderrLines(`${client} (client)`, evidence?.clientStderr),
    ...stderrLines(`${server} (server)`, evidence?.serverStderr),
    ...(result.transcript ? [line(`  wire      ${cut(result.transcript)}`)] : []),
    line(`  repeat    ${repeatCommand(result, report.runner)}`),
    ...(result.repeat === undefined ? [line(`  repro     ${reproCommand(result)}`)] : []),
  ];
}

/**
 * What failed, one of each kind before the second of any, so that the first few show as much
 * as they can. A kind is a set of differences; not-run results are told by reason elsewhere.
 */
export function orderedFailures(report: RunReport): Result[] {
  const failed = report.results.filter(
    ({ verdict }) => verdict === 'failed' || verdict === 'flaky',
  );
  const seen = new Map<string, number>();
  const ranked = failed.map((result) => {
    const key = kindOf(result);
    const rank = seen.get(key) ?? 0;
    seen.set(key, rank + 1);
    return { result, rank };
  });
  return ranked
    .sort((a, b) => Math.min(a.rank, 1) - Math.min(b.rank, 1))
    .map(({ result }) => result);
}

function kindOf({ differences, reason }: Result): string {
  return JSON.stringify([differences.map((one) => [one.field, cut(one.actual)]), reason]);
}
