/** results.json: the run as data. docs/results.md describes it, docs/results.schema.json checks it. */
import { rename, writeFile } from 'node:fs/promises';
import type { Capability } from '../contract/generated.ts';
import {
  type Difference,
  type Finding,
  type PeerInfo,
  RESULTS_SCHEMA,
  type Result,
  type RunReport,
  type Summary,
} from '../contract/result.ts';
import { linedJson } from './json-text.ts';
import { placeOf } from './place.ts';
import { cut } from './sanitize.ts';

/** How many characters of one value are kept; evidence.jsonl has more. */
const VALUE_LIMIT = 4096;

function runJson(report: RunReport) {
  return {
    startedAt: report.startedAt.toISOString(),
    durationMs: rounded(report.durationMs),
    runner: report.runner,
    casesMs: rounded(report.casesMs),
    peakMemoryBytes: report.peakMemoryBytes,
    interrupted: report.interrupted,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function capabilityJson({ id, supported, limit, reason }: Capability) {
  const bound = limit > 0n ? { limit: Number(limit) } : {};
  return { id, supported, ...bound, ...(reason ? { reason: cut(reason) } : {}) };
}

function peerJson({ id, describe, digest }: PeerInfo) {
  return {
    id,
    language: describe.language,
    runtime: describe.runtime,
    libraries: describe.libraries.map(({ name, version }) => ({ name, version })),
    capabilities: describe.capabilities.map(capabilityJson),
    instanceId: describe.instanceId,
    ...(digest ? { digest } : {}),
  };
}

function differenceJson({ field, expected, actual }: Difference): Difference {
  return { field, expected: cut(expected, VALUE_LIMIT), actual: cut(actual, VALUE_LIMIT) };
}

function whyJson({ reason, link }: Pick<Result, 'reason' | 'link'>) {
  return {
    ...(reason === undefined ? {} : { reason: cut(reason, VALUE_LIMIT) }),
    ...(link === undefined ? {} : { link }),
  };
}

function differencesJson(all: Result['differences']) {
  return all.length > 0 ? { differences: all.map(differenceJson) } : {};
}

function triesJson({ otherTry, transcript }: Result) {
  const other = otherTry && {
    verdict: otherTry.verdict,
    ...differencesJson(otherTry.differences),
  };
  return {
    ...(other === undefined ? {} : { otherTry: other }),
    ...(transcript === undefined ? {} : { transcript }),
  };
}

function verdictJson(result: Result) {
  return {
    ...placeOf(result),
    verdict: result.verdict,
    durationMs: rounded(result.durationMs),
    ...(result.sometimes === undefined ? {} : { sometimes: cut(result.sometimes, VALUE_LIMIT) }),
    ...differencesJson(result.differences),
    ...(result.notes === undefined
      ? {}
      : { notes: result.notes.map((note) => cut(note, VALUE_LIMIT)) }),
    ...whyJson(result),
    ...triesJson(result),
  };
}

function findingJson(finding: Finding) {
  const { verdict, guilty, cases, seenBy, of } = finding;
  const differences = finding.differences.map(differenceJson);
  return { verdict, guilty, differences, cases, seenBy, of, ...whyJson(finding) };
}

function summaryJson(summary: Summary) {
  const { 'not-run': notRun, ...rest } = summary;
  return { ...rest, notRun };
}

/** The text of results.json. */
export function resultsJson(report: RunReport): string {
  return linedJson({
    schema: RESULTS_SCHEMA,
    run: runJson(report),
    summary: summaryJson(report.summary),
    problems: report.problems.map((problem) => cut(problem, VALUE_LIMIT)),
    warnings: report.warnings.map((warning) => cut(warning, VALUE_LIMIT)),
    findings: report.findings.map(findingJson),
    peers: report.peers.map(peerJson),
    cells: report.cells.map(({ client, server, protocol, transport }) => {
      return { client, server, protocol, transport };
    }),
    cases: report.cases.map(({ id, title, source }) => ({ id, title, source })),
    verdicts: report.results.map(verdictJson),
  });
}

/** Writes a file at once or not at all: a reader never sees half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
