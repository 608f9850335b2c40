import type { ExpectedMessage, Json } from '../contract/case.ts';
import type { Metadatum, ReceivedMessage } from '../contract/generated.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes for people: the text if it is UTF-8, else hex. */
export function bytesText(bytes: Uint8Array): string {
  try {
    return JSON.stringify(utf8.decode(bytes));
  } catch {
    return `0x${Buffer.from(bytes).toString('hex')}`;
  }
}

/** JSON with the keys in order, so that equal values have equal texts. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** What the case expects of a message, in the form that `receivedText` gives. */
export function expectedText(message: ExpectedMessage): string {
  if (!('json' in message)) return `${message.length} bytes, sha256 ${message.sha256}`;
  const { json, encoded } = message;
  return canonical(json) + (encoded === undefined ? '' : encodedText(encoded.length, encoded));
}

/** A message's encoding: all of it where a peer lists all, else how it begins. */
function encodedText(length: number, bytes: Uint8Array): string {
  const listed = Buffer.from(bytes.subarray(0, LISTED)).toString('hex');
  return ` 0x${listed}${length > LISTED ? `… of ${length} bytes` : ''}`;
}

/** How many bytes of a message a peer lists (peer.proto, ReceivedMessage). */
const LISTED = 64;

/** A message as a peer reported it, in the form that the expectation is written in. */
export function receivedText(expected: ExpectedMessage | undefined, got: ReceivedMessage): string {
  if (got.json === '' || (expected !== undefined && !('json' in expected))) {
    return `${got.length} bytes, sha256 ${got.sha256}`;
  }
  try {
    const json = canonical(dropped(JSON.parse(got.json) as Json, expected?.without ?? []));
    const bare = expected?.encoded === undefined;
    return bare ? json : json + encodedText(Number(got.length), got.firstBytes);
  } catch {
    return `not JSON: ${got.json}`;
  }
}

function dropped(value: Json, without: readonly string[]): Json {
  if (without.length === 0 || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !without.includes(key)));
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of a metadatum, in order; `absent` without any. Names compare without case. */
export function metadatumText(all: readonly Metadatum[], name: string): string {
  const values = all.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (values.length === 0) return 'absent';
  return values.map((one) => bytesText(one.value)).join(', ');
}
