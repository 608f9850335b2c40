import { readFileSync } from 'node:fs';
import type { Counts } from './step.ts';

/** Counts from vitest's JSON report. */
export function vitestCounts(path: string): Counts {
  const report = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return {
    passed: numberOf(report.numPassedTests),
    failed: numberOf(report.numFailedTests) + Number(report.success !== true),
    skipped: numberOf(report.numPendingTests),
  };
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new Error('not a vitest report');
  return value;
}

/** Counts from pytest's last line, "12 passed, 1 skipped in 3.4s". */
export function pytestCounts(output: string): Counts {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const of = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(last)?.[1] ?? 0);
  const counts = {
    passed: of('passed'),
    failed: of('failed') + of('error'),
    skipped: of('skipped'),
  };
  if (counts.passed + counts.failed === 0) throw new Error('pytest ran no test');
  return counts;
}

/** Counts from the lines of `go test -json`. */
export function goCounts(output: string): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const kinds = { pass: 'passed', fail: 'failed', skip: 'skipped' } as const;
  for (const line of output.split('\n')) {
    const found = /"Action":"(pass|fail|skip)".*"Test":/.exec(line);
    if (found !== null) counts[kinds[found[1] as keyof typeof kinds]] += 1;
  }
  if (counts.passed + counts.failed === 0) throw new Error('go test ran no test');
  return counts;
}
