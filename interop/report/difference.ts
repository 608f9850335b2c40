import type { Difference } from '../contract/result.ts';
import { FIELD_LIMIT, grouped, visible } from './sanitize.ts';

/** How much of the text before the first difference is kept. */
const LEAD = 40;

function firstDifference(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}

function excerpt(text: string, start: number, limit: number): string {
  if (text.length <= limit) return visible(text);
  const part = visible(text.slice(start, start + limit));
  const open = start > 0 ? '…' : '';
  const close = start + limit < text.length ? '…' : '';
  const place = `(characters ${grouped(start)} on, of ${grouped(text.length)})`;
  return `${open}${part}${close} ${place}`;
}

export interface ExpectedActual {
  readonly expected: string;
  readonly actual: string;
}

/** Both sides of a difference, safe to show; of long ones the part where they part. */
export function sides(difference: Difference, limit: number = FIELD_LIMIT): ExpectedActual {
  const { expected, actual } = difference;
  const longest = Math.max(expected.length, actual.length);
  const parting = longest > limit ? firstDifference(expected, actual) : 0;
  const start = Math.max(0, parting - LEAD);
  return { expected: excerpt(expected, start, limit), actual: excerpt(actual, start, limit) };
}

/** `code INTERNAL instead of UNKNOWN`. */
export function differenceText(difference: Difference, limit = 60): string {
  const { expected, actual } = sides(difference, limit);
  return `${visible(difference.field)} ${actual || '(nothing)'} instead of ${expected || '(nothing)'}`;
}

/** The first differences on one line, and how many more there are. */
export function differencesText(differences: readonly Difference[], most = 3): string {
  const shown = differences.slice(0, most).map((difference) => differenceText(difference));
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
