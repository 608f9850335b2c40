import type { RunReport } from '../contract/result.ts';
import { cut } from './sanitize.ts';

/** What scenarios measured, a line each: that calls ran while things broke, and what became of them. */
export function measuredTexts(report: RunReport): string[] {
  return report.results.flatMap(({ case: id, cell, notes }) => {
    if (notes === undefined) return [];
    const parts = [id, `${cell.client} → ${cell.server}`, ...notes];
    return [parts.map((part) => cut(part)).join(' · ')];
  });
}
