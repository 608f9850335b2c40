import { deflateSync } from 'node:zlib';
import { literal } from '../code.ts';

/** Longer ones are packed: nobody reads them. */
const WRITTEN = 200;

/** Bytes as Python writes them. */
export function pythonBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (buffer.length > WRITTEN) return `unpacked("${deflateSync(buffer).toString('base64')}")`;
  const text = [...buffer].map((byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `b"${text.join('')}"`;
}

/** A header block of literals without indexing (RFC 7541, 6.2.2), nothing compressed. */
export function literalBlock(
  fields: readonly (readonly [name: string, value: Uint8Array])[],
): Buffer {
  return Buffer.concat(
    fields.map(([name, value]) =>
      Buffer.concat([Buffer.of(0), text(Buffer.from(name, 'latin1')), text(value)]),
    ),
  );
}

function text(bytes: Uint8Array): Buffer {
  return Buffer.concat([integer(bytes.length), bytes]);
}

/** An integer with a prefix of seven bits (RFC 7541, 5.1). */
function integer(value: number): Buffer {
  if (value < 127) return Buffer.of(value);
  const bytes = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.of(...bytes, rest);
}

/** A comment that says what a block has. */
export function blockComment(
  fields: readonly (readonly [name: string, value: Uint8Array])[],
): string {
  const shown = fields.map(([name, value]) => {
    const whole = Buffer.from(value).toString('latin1');
    return `${literal(name).slice(1, -1)}: ${literal(whole.slice(0, 60)).slice(1, -1)}${whole.length > 60 ? '…' : ''}`;
  });
  const line = shown.slice(0, 8).join(', ');
  return `# ${line}${shown.length > 8 ? ` … ${shown.length} in all` : ''}`;
}
