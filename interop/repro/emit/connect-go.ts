import { type Code, literal } from '../code.ts';
import type { Field, Spoken } from '../program.ts';
import { fieldValue } from './go.ts';

/** Which HTTP goes over plaintext. */
export function httpOf({ http1 }: Spoken): string {
  return `Protocols.Set${http1 ? 'HTTP1' : 'UnencryptedHTTP2'}(true)`;
}

/** Puts fields into headers or trailers, binary ones as connect-go wants them. */
export function addLines(target: string, fields: readonly Field[]): Code {
  return fields.map((field) => {
    const value = field.binary
      ? `connect.EncodeBinaryHeader([]byte(${fieldValue(field)}))`
      : fieldValue(field);
    return `${target}.Add(${literal(field.name)}, ${value})`;
  });
}
