import { cellName } from '../contract/vocabulary.ts';
import type { Selection } from './selection.ts';

/** What `--list` prints: for people a line each, or the documented JSON. */
export function listing({ cells, cases }: Selection, json: boolean): string {
  if (json) {
    const briefly = cases.map(({ id, suite, tier, needs }) => ({ id, suite, tier, needs }));
    return JSON.stringify({ cells, cases: briefly }, null, 2);
  }
  return [
    `${cells.length} cells`,
    ...cells.map((cell) => `  ${cellName(cell)}`),
    `${cases.length} cases`,
    ...cases.map((one) => `  ${one.id}  ${one.title}`),
  ].join('\n');
}
