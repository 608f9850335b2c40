/** JSON that is safe to print, and bounded where a peer wrote it. */

/**
 * Controls, bidi and separators that JSON allows raw. JSON.stringify escapes those below U+0020
 * and lone surrogates itself.
 */
const RAW = /[\u007f-\u009f\p{Cf}\u2028\u2029\ufffe\uffff]/gu;

function escapeUnits(char: string): string {
  return [...Array(char.length).keys()]
    .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}

/** One line of JSON in which nothing moves a cursor or turns the reading direction. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(RAW, escapeUnits);
}

/** An object with one line for every element of its arrays, so that a person can read a diff. */
export function linedJson(value: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(value).map(([key, part]) => `${safeJson(key)}: ${lined(part)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function lined(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return safeJson(value);
  return `[\n${value.map((item) => `  ${safeJson(item)}`).join(',\n')}\n]`;
}
