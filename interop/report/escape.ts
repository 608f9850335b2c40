import { visible, visibleLines } from './sanitize.ts';

/**
 * The ASCII punctuation that Markdown, HTML or GitHub's autolinks give a meaning to inside a line:
 * all of it but `%`, `,`, `-` and `/`. Beyond ASCII nothing has one.
 */
const MARKUP = /[!-$&-+.:-@[-`{-~]/g;

function entity(char: string): string {
  return `&#${char.codePointAt(0)};`;
}

/**
 * Text inside a line of Markdown and HTML alike: markup becomes numeric character references,
 * which CommonMark never takes for structure (CommonMark 0.31.2, section 2.5).
 */
export function markdownText(text: string): string {
  return visible(text).replace(MARKUP, entity);
}

/** Text in a code span made of HTML: GitHub makes no mentions and links inside `code`. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** One line of text inside HTML. */
export function htmlText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (char) => HTML[char] ?? char);
}

/**
 * A block of lines, as they are. In CommonMark a `<pre>` block is HTML up to `</pre>`, blank lines
 * included (CommonMark 0.31.2, section 4.6), so nothing in it is Markdown.
 */
export function markdownBlock(lines: readonly string[]): string {
  return `<pre>\n${lines.map(htmlText).join('\n')}\n</pre>`;
}

/**
 * Text that XML 1.0 can carry (section 2.2, Char): what it can't, and what a terminal would
 * obey, is made visible; line ends stay.
 */
export function xmlText(text: string): string {
  return visibleLines(text).join('\n');
}
