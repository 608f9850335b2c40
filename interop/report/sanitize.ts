/**
 * Makes text of a peer safe to show. A peer's output is untrusted: it may move the cursor, reverse
 * the reading direction, or be very long.
 */

/** How many characters of one field are shown. */
export const FIELD_LIMIT = 300;

/** Controls, format characters (bidi, zero-width), lone surrogates, separators, non-characters. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u;
const ALL_UNSAFE = new RegExp(UNSAFE, 'gu');

function picture(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u{${code.toString(16)}}`;
}

/** One line in which every unsafe character is a visible one: `␛[31m`, `␊`, `\u{202e}`. */
export function visible(text: string): string {
  return UNSAFE.test(text) ? text.replace(ALL_UNSAFE, picture) : text;
}

/** Lines in which every unsafe character is a visible one; tabs become spaces. */
export function visibleLines(text: string): string[] {
  return text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '    ')));
}

/** A number with separators, the same in every locale: `10,000`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The first characters of a text, and how many were cut. */
export function cut(text: string, limit: number = FIELD_LIMIT): string {
  if (text.length <= limit) return text;
  const end = splitsPair(text, limit) ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${grouped(text.length - end)} more characters)`;
}

/** Whether a cut at this place would part a surrogate pair. */
function splitsPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** A field of a peer: cut first, so that the work is bounded, then made visible on one line. */
export function field(text: string, limit: number = FIELD_LIMIT): string {
  return visible(cut(text, limit));
}

export interface TailLimits {
  readonly lines: number;
  readonly lineLength: number;
}

/** The last lines of an output; the first says what was left out. */
export function tail(text: string, limits: TailLimits): string[] {
  const end = text.slice(-limits.lines * limits.lineLength * 4);
  const lines = visibleLines(end.trimEnd()).map((line) => cut(line, limits.lineLength));
  if (lines.length === 1 && lines[0] === '') return [];
  const kept = lines.slice(-limits.lines);
  const whole = kept.length === lines.length && end.length === text.length;
  return whole ? kept : ['… (earlier output left out)', ...kept];
}
