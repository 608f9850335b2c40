import type { Body } from './program.ts';

/** Code is lines; what is nested is indented by one level more. */
export type Code = readonly (string | Code)[];

/** The text of a file, with a line's indentation as the language has it. */
export function render(code: Code, unit: string): string {
  return `${linesOf(code, '', unit)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function linesOf(code: Code, indent: string, unit: string): string[] {
  return code.flatMap((one) => {
    if (typeof one !== 'string') return linesOf(one, indent + unit, unit);
    return one.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  });
}

/** Lines that are there only if. */
export function when(is: boolean, ...code: Code): Code[number][] {
  return is ? [...code] : [];
}

/** A text as a literal that JavaScript, Python and Go read alike. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e]/g,
    escaped,
  );
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** How a language writes bytes. */
export interface BytesStyle {
  readonly hex: (pairs: readonly string[]) => string;
  readonly text: (text: string) => string;
  readonly zeros: (count: number) => string;
}

/** The expression for a body. */
export function bytesOf(body: Body, style: BytesStyle): string {
  if ('zeros' in body) return style.zeros(body.zeros);
  return 'text' in body ? style.text(body.text) : style.hex(body.hex.match(/../g) ?? []);
}

export const JS_BYTES: BytesStyle = {
  hex: (pairs) => `Uint8Array.of(${pairs.map((pair) => `0x${pair}`).join(', ')})`,
  text: (text) => `new TextEncoder().encode(${literal(text)})`,
  zeros: (count) => `new Uint8Array(${count})`,
};

export const PYTHON_BYTES: BytesStyle = {
  hex: (pairs) => `b"${pairs.map((pair) => `\\x${pair}`).join('')}"`,
  text: (text) => `${literal(text)}.encode()`,
  zeros: (count) => `bytes(${count})`,
};

export const GO_BYTES: BytesStyle = {
  hex: (pairs) => `[]byte{${pairs.map((pair) => `0x${pair}`).join(', ')}}`,
  text: (text) => `[]byte(${literal(text)})`,
  zeros: (count) => `make([]byte, ${count})`,
};
