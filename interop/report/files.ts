/** The files of a run: results.json, junit.xml, summary.md; evidence.jsonl grows beside them. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../contract/result.ts';
import { compareRuns, comparisonMarkdown } from './compare.ts';
import { resultsJson, writeWhole } from './json.ts';
import { junitXml } from './junit.ts';
import { renderMarkdown } from './markdown.ts';

export { openEvidence } from './evidence.ts';

/** Writes the files into a folder, each whole or not at all. */
export async function writeReports(folder: string, report: RunReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, 'results.json'), resultsJson(report));
  await writeWhole(join(folder, 'junit.xml'), junitXml(report));
  await writeWhole(join(folder, 'summary.md'), renderMarkdown(report));
}

/** Writes what two runs disagree on, for a CI step summary. */
export function writeComparison(
  folder: string,
  first: RunReport,
  second: RunReport,
): Promise<void> {
  const text = comparisonMarkdown(first, second, compareRuns(first, second));
  return writeWhole(join(folder, 'comparison.md'), text);
}
