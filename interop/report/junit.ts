/** JUnit XML for CI systems: a suite for every cell, a test for every case. */
import { createRequire } from 'node:module';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import type { Result, RunReport } from '../contract/result.ts';
import { verdictId } from '../contract/verdict-id.ts';
import { cellKey, cellName } from '../contract/vocabulary.ts';
import { differencesText } from './difference.ts';
import { xmlText } from './escape.ts';
import { failureLines } from './failure.ts';
import { cut } from './sanitize.ts';

/** The package is CommonJS; its types describe a default export that it doesn't have. */
const junit: Builder = createRequire(import.meta.url)('junit-report-builder');

/** How many failures carry their whole text; the rest say what differs. */
const FULL = 200;

/** What a report is made from, and how many failures it has told in full. */
interface Writing {
  readonly report: RunReport;
  full: number;
}

/**
 * Text for a CDATA section. xmlbuilder 15 splits only the first `]]>` of a text, so none may be
 * left to it; the characters that XML can't carry it would drop without a word.
 */
function cdata(text: string): string {
  return xmlText(text).replaceAll(']]>', ']]&gt;');
}

function failureText(result: Result, writing: Writing): string {
  if (writing.full >= FULL) return `${headline(result)}\n(in full in evidence.jsonl)`;
  writing.full += 1;
  return failureLines(result, writing.report)
    .map(({ text }) => text)
    .join('\n');
}

function headline(result: Result): string {
  const what = differencesText(result.differences) || result.evidence?.problem || result.reason;
  return xmlText(cut(what || result.verdict, 500)).replaceAll('\n', ' ');
}

function reasonText({ reason, link, transcript }: Result): string {
  return [reason, link, transcript].filter((text) => text !== undefined).join('\n');
}

/** JUnit knows passed, failure, error and skipped; the verdict's own word and its ID are properties. */
function addVerdict(test: TestCase, result: Result, writing: Writing): void {
  if (result.verdict !== 'passed') {
    test.property('verdict', result.verdict);
    test.property('id', xmlText(verdictId(result.case, result.cell)));
  }
  switch (result.verdict) {
    case 'passed':
      return;
    case 'known':
      test.standardOutput(cdata(`known difference: ${headline(result)}\n${reasonText(result)}`));
      return;
    case 'unsupported':
      test.skipped().standardOutput(cdata(`unsupported: ${reasonText(result)}`));
      return;
    case 'not-run':
      test.error(headline(result), 'not-run', cdata(reasonText(result)));
      return;
    default:
      test.failure(headline(result), result.verdict);
      test.stacktrace(cdata(failureText(result, writing)));
  }
}

function addTest(suite: TestSuite, result: Result, writing: Writing): void {
  const test = suite.testCase().name(xmlText(result.case));
  test.className(xmlText(cellName(result.cell))).time(result.durationMs / 1000);
  addVerdict(test, result, writing);
}

function addSuite(builder: Builder, results: readonly Result[], writing: Writing): void {
  const [first] = results;
  if (!first) return;
  const seconds = results.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const suite = builder.testSuite().name(xmlText(cellName(first.cell)));
  suite
    .timestamp(writing.report.startedAt.toISOString().slice(0, 19))
    .time(Number(seconds.toFixed(3)));
  for (const result of results) addTest(suite, result, writing);
}

/** A fault of the run itself, so that a CI system that reads only this file sees it. */
function addProblems(builder: Builder, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const suite = builder.testSuite().name('the run itself');
  for (const [at, problem] of problems.entries()) {
    const test = suite.testCase().name(`problem ${at + 1}`);
    test.className('the run itself').error(xmlText(cut(problem, 500)), 'problem');
  }
}

/** The text of junit.xml. */
export function junitXml(report: RunReport): string {
  const builder = junit.newBuilder().name(`crosswire, ${report.runner}`);
  const writing: Writing = { report, full: 0 };
  const suites = Map.groupBy(report.results, ({ cell }) => cellKey(cell));
  for (const results of suites.values()) addSuite(builder, results, writing);
  addProblems(builder, report.problems);
  return builder.build();
}
