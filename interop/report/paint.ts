import picocolors from 'picocolors';
import { visible } from './sanitize.ts';

/** How a line is meant; a report without colour loses nothing by dropping it. */
export type Style = 'plain' | 'title' | 'bad' | 'good' | 'warn' | 'dim';

/** A Line is one line of a report, not yet coloured, and perhaps with a peer's raw text in it. */
export interface Line {
  readonly style: Style;
  readonly text: string;
}

export function line(text = '', style: Style = 'plain'): Line {
  return { style, text };
}

/**
 * Lines as a terminal takes them. All text of a report passes here, so nothing that a peer
 * wrote reaches the terminal as a control.
 */
export function paint(lines: readonly Line[], colour: boolean): string {
  const to = picocolors.createColors(colour);
  const painters: Readonly<Record<Style, (text: string) => string>> = {
    plain: String,
    title: to.bold,
    bad: to.red,
    good: to.green,
    warn: to.yellow,
    dim: to.dim,
  };
  return lines.map(({ style, text }) => painters[style](visible(text))).join('\n');
}

/**
 * Whether to colour what goes to a stream: only on a terminal, and not where NO_COLOR is set
 * (https://no-color.org) or the terminal is dumb.
 */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}
