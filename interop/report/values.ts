/** The values of the contract's messages as short texts, raw: whoever prints them makes them safe. */
import type {
  Event,
  EventKind,
  Metadatum,
  ReceivedMessage,
  StatusDetail,
} from '../contract/generated.ts';
import { cut, grouped } from './sanitize.ts';

/** How many of a list are shown. */
const MOST = 8;

const EVENTS: Readonly<Record<EventKind, string>> = {
  0: 'unknown',
  1: 'opened',
  2: 'sent',
  3: 'headers',
  4: 'received',
  5: 'half-closed',
  6: 'cancelled',
  7: 'signalled',
  8: 'ended',
};

/** The first of a list, a line each, and how many more there are. */
export function listed<T>(items: readonly T[], text: (item: T) => string, most = MOST): string[] {
  const shown = items.slice(0, most).map((item) => cut(text(item)));
  const more = items.length - shown.length;
  return more > 0 ? [...shown, `… and ${grouped(more)} more`] : shown;
}

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array, most = 64): string {
  const digits = Buffer.from(bytes.subarray(0, most)).toString('hex');
  return bytes.length > most ? `${digits}… (${grouped(bytes.length)} bytes)` : digits;
}

function bytesText(name: string, bytes: Uint8Array): string {
  if (name.endsWith('-bin')) return hex(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `${hex(bytes)} (hex: not UTF-8)`;
  }
}

export function metadatum({ name, value }: Metadatum): string {
  return `${name}: ${bytesText(name, value)}`;
}

export function statusDetail({ typeUrl, value }: StatusDetail): string {
  return `${typeUrl} ${hex(value)}`;
}

export function message({ length, json, firstBytes }: ReceivedMessage): string {
  return `${grouped(Number(length))} bytes ${json || `${hex(firstBytes)}…`}`;
}

function event({ step, kind, ns }: Event): string {
  const at = `${(Number(ns) / 1e6).toFixed(1)} ms`;
  return `${EVENTS[kind] ?? `event ${kind}`}${step >= 0 ? `[${step}]` : ''} ${at}`;
}

/** What happened on one line: `opened 0.1 ms, sent[0] 0.3 ms, …`. */
export function eventsText(events: readonly Event[]): string {
  return listed(events, event, 20).join(', ');
}
