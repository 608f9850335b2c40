import type { ExpectedMetadatum, PlanCase } from '../contract/case.ts';
import { codeName } from '../contract/code.ts';
import { EventKind, type Metadatum, type Outcome } from '../contract/generated.ts';
import type { Field, Seen } from './field.ts';
import { messageFields } from './message-fields.ts';
import { bytesText, metadatumText } from './render.ts';

/** The fields of what the client must have seen. */
export function outcomeFields({ expect }: PlanCase): Field[] {
  return [
    codeField([expect.code].flat()),
    ...(expect.message === undefined ? [] : [messageField(expect.message)]),
    ...(expect.messages === undefined
      ? []
      : messageFields('messages', expect.messages, ({ outcome }) => outcome.messages)),
    ...metadataFields('headers', expect.headers, ({ outcome }) => outcome.headers),
    ...metadataFields('trailers', expect.trailers, ({ outcome }) => outcome.trailers),
    ...(expect.details === undefined ? [] : [detailsField(expect.details)]),
    ...(expect.durationMs === undefined ? [] : [durationField(expect.durationMs)]),
  ];
}

function codeField(accepted: readonly string[]): Field {
  const read = ({ outcome }: Seen) => codeName(outcome.code);
  return {
    name: 'code',
    expected: accepted.join(' or '),
    read,
    holds: (seen) => accepted.includes(read(seen)),
  };
}

function messageField(message: string): Field {
  return {
    name: 'message',
    expected: JSON.stringify(message),
    read: ({ outcome }) => JSON.stringify(outcome.message),
  };
}

/** Fields that want these metadata, each with all its values, among whatever else is there. */
export function metadataFields(
  name: string,
  expected: readonly ExpectedMetadatum[] | undefined,
  read: (seen: Seen) => readonly Metadatum[],
): Field[] {
  return (expected ?? []).map((one) => ({
    name: `${name}.${one.name}`,
    expected: one.values.map((value) => bytesText(toBytes(value))).join(', '),
    read: (seen) => metadatumText(read(seen), one.name),
  }));
}

function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? new TextEncoder().encode(value) : value;
}

type Details = readonly { readonly typeUrl: string; readonly value: Uint8Array }[];

function detailsField(expected: Details): Field {
  return {
    name: 'details',
    expected: detailsText(expected),
    read: ({ outcome }) => detailsText(outcome.details),
  };
}

function detailsText(details: Details): string {
  if (details.length === 0) return 'none';
  return details
    .map((one) => `${one.typeUrl} 0x${Buffer.from(one.value).toString('hex')}`)
    .join(', ');
}

function durationField({ min, max }: { readonly min: number; readonly max: number }): Field {
  return {
    name: 'durationMs',
    expected: `between ${min} and ${max}`,
    read: ({ outcome }) => String(durationOf(outcome)),
    holds: ({ outcome }) => durationOf(outcome) >= min && durationOf(outcome) <= max,
  };
}

function durationOf(outcome: Outcome): number {
  const at = (kind: EventKind) => outcome.events.find((event) => event.kind === kind)?.ns;
  const opened = at(EventKind.OPENED);
  const ended = at(EventKind.ENDED);
  return opened === undefined || ended === undefined ? Number.NaN : Number(ended - opened) / 1e6;
}
