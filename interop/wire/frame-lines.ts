import { type Frame, Frame_Kind, type HeaderField } from '../contract/generated.ts';
import { field, grouped } from '../report/sanitize.ts';
import { hex } from '../report/values.ts';
import { detailText, flagsText, typeText } from './http2.ts';
import type { GrpcMessage } from './messages.ts';

/** How many lines of a header block and how many messages of a frame are shown. */
const MOST = 100;
/** How many characters of one value are shown. */
const VALUE_LIMIT = 1_000;

const KINDS: Readonly<Record<Frame_Kind, string>> = {
  [Frame_Kind.UNSPECIFIED]: 'nothing known',
  [Frame_Kind.OPENED]: 'opened',
  [Frame_Kind.FRAME]: 'frame',
  [Frame_Kind.BYTES]: 'bytes',
  [Frame_Kind.ENDED]: 'ended',
  [Frame_Kind.RESET]: 'reset',
};

/** What it is, on one line: `HEADERS 1 END_HEADERS, 83 bytes`. */
export function whatText(frame: Frame): string {
  const note = frame.note === '' ? '' : ` · ${field(frame.note)}`;
  if (frame.kind === Frame_Kind.FRAME) return `${frameText(frame)}${note}`;
  const size = frame.kind === Frame_Kind.BYTES ? `, ${bytesCount(frame.payload.length)}` : '';
  return `${KINDS[frame.kind] ?? 'unknown'}${size}${note}`;
}

function frameText(frame: Frame): string {
  const parts = [typeText(frame), String(frame.streamId), flagsText(frame)];
  const detail = detailText(frame);
  const cut = frame.payload.length < frame.length ? ` (${grouped(frame.payload.length)} kept)` : '';
  const size = `, ${bytesCount(frame.length)}${cut}`;
  return `${parts.filter((part) => part !== '').join(' ')}${size}${detail && `: ${detail}`}`;
}

function bytesCount(count: number): string {
  return `${grouped(count)} byte${count === 1 ? '' : 's'}`;
}

/** What is inside: header fields, gRPC messages, or bytes that are no frame. */
export function frameLines(frame: Frame, messages: readonly GrpcMessage[]): string[] {
  return [
    ...limited(frame.headers, headerText),
    ...limited(messages, messageText),
    ...(frame.kind === Frame_Kind.BYTES ? [bytesText(frame.payload)] : []),
  ];
}

function limited<T>(items: readonly T[], text: (item: T) => string): string[] {
  const more = items.length - MOST;
  const rest = more > 0 ? [`… and ${grouped(more)} more`] : [];
  return [...items.slice(0, MOST).map(text), ...rest];
}

function headerText({ name, value }: HeaderField): string {
  return `${field(name)}: ${bytesText(value)}`;
}

/** As text where it is UTF-8, else in hexadecimal. */
function bytesText(bytes: Uint8Array): string {
  try {
    const kept = bytes.subarray(0, VALUE_LIMIT * 4);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(kept, { stream: true });
    return field(text, VALUE_LIMIT);
  } catch {
    return `${hex(bytes)} (hex)`;
  }
}

function messageText({ what, compressed, length, json, problem, firstBytes }: GrpcMessage): string {
  const size = `${bytesCount(length)}${compressed ? ', compressed' : ''}`;
  const content =
    json === undefined ? `${firstBytes} (hex: ${field(problem ?? '')})` : field(json, VALUE_LIMIT);
  return `message ${field(what)}, ${size}: ${content}`;
}
