/** What went over the raw peer's connection, a line a frame, raw: whoever prints it makes it safe. */
import { Direction, type Frame, Frame_Kind, type HeaderField } from '../contract/generated.ts';
import { errorOf, typeName } from '../contract/http2.ts';
import { hex } from './values.ts';

/** How many bytes of a payload, and of a field, are shown. */
const MOST = 24;

const ARROWS: Readonly<Partial<Record<Direction, string>>> = {
  [Direction.TO_SERVER]: '→',
  [Direction.TO_CLIENT]: '←',
};

const KINDS: Readonly<Partial<Record<Frame_Kind, string>>> = {
  // A note of the raw peer's own, about nothing that went over.
  [Frame_Kind.UNSPECIFIED]: '',
  [Frame_Kind.OPENED]: 'opened',
  [Frame_Kind.ENDED]: 'ended',
  [Frame_Kind.RESET]: 'reset',
};

/** `1.2 ms 1 → HEADERS 1 0x4 :status: 200`: when, on which connection, to the server or from it, and what. */
export function frameText(frame: Frame): string {
  const at = `${(Number(frame.ns) / 1e6).toFixed(1)} ms`;
  const parts = [
    at,
    String(frame.connection),
    ARROWS[frame.direction],
    whatText(frame),
    frame.note,
  ];
  return parts.filter((part) => part !== '' && part !== undefined).join(' ');
}

function whatText(frame: Frame): string {
  if (frame.kind === Frame_Kind.BYTES) return JSON.stringify(latin1(frame.payload, MOST));
  if (frame.kind !== Frame_Kind.FRAME) return KINDS[frame.kind] ?? 'unknown';
  const type = typeName(frame.type) ?? `type ${frame.type}`;
  return `${type} ${frame.streamId} 0x${frame.flags.toString(16)} ${contentText(frame)}`;
}

function contentText({ type, headers, payload, length }: Frame): string {
  if (headers.length > 0) return headers.map(fieldText).join(', ');
  const error = errorOf(type, payload);
  if (error !== undefined) return error;
  return length === 0 ? '' : `${length} bytes ${hex(payload.subarray(0, MOST))}`;
}

function fieldText({ name, value }: HeaderField): string {
  return `${name}: ${latin1(value, MOST * 2)}`;
}

function latin1(bytes: Uint8Array, most: number): string {
  const text = Buffer.from(bytes.subarray(0, most)).toString('latin1');
  return bytes.length > most ? `${text}… (${bytes.length} bytes)` : text;
}
