import type { Expectation, ExpectedMetadatum, PlanCase } from '../contract/case.ts';
import { type CodeName, codeName } from '../contract/code.ts';
import { EventKind, type Metadatum, type Outcome } from '../contract/generated.ts';
import { factFields } from './facts.ts';
import type { Field, Seen } from './field.ts';
import { leakField } from './leak.ts';
import { messageFields } from './message-fields.ts';
import { bytesText, metadatumText } from './render.ts';

/** The fields of what the client must have seen. */
export function outcomeFields({ expect }: PlanCase): Field[] {
  return [
    ...(expect.code === undefined ? [] : [codeField([expect.code].flat())]),
    ...messagesOf(expect),
    ...ofTheFirst(expect),
    ...(expect.keepsBack === undefined ? [] : [leakField(expect.keepsBack)]),
    ...(expect.durationMs === undefined ? [] : [durationField(expect.durationMs)]),
    ...factFields('outcome', expect.facts),
  ];
}

/** What is said of a call that has the first of the codes to choose from. */
function ofTheFirst(expect: Expectation): Field[] {
  const fields = [
    ...(expect.message === undefined ? [] : [messageField(expect.message)]),
    ...metadataFields('headers', expect.headers, ({ outcome }) => outcome.headers),
    ...metadataFields('trailers', expect.trailers, ({ outcome }) => outcome.trailers),
    ...(expect.details === undefined ? [] : [detailsField(expect.details)]),
  ];
  const [first, ...others] = [expect.code ?? []].flat();
  return others.length === 0 ? fields : fields.map((field) => ifCode(first, field));
}

/** Where OK is one of the codes to choose from, the messages are those of a call that is OK; of another is none judged. */
function messagesOf({ code, messages }: Expectation): Field[] {
  if (messages === undefined) return [];
  const fields = messageFields('messages', messages, ({ outcome }) => outcome.messages);
  const codes = [code ?? []].flat();
  return codes.length > 1 && codes.includes('OK')
    ? fields.filter(({ name }) => name !== 'messages.count').map((field) => ifCode('OK', field))
    : fields;
}

/** The same field, of a call that has this code. */
function ifCode(code: CodeName | undefined, field: Field): Field {
  const { expected, read, holds = (seen) => read(seen) === expected } = field;
  const isSo = ({ outcome }: Seen) => codeName(outcome.code) === code;
  return {
    ...field,
    read: (seen) => (isSo(seen) ? read(seen) : 'not judged'),
    holds: (seen) => !isSo(seen) || holds(seen),
  };
}

function codeField(accepted: readonly string[]): Field {
  const read = ({ outcome }: Seen) => codeName(outcome.code);
  return {
    name: 'code',
    expected: accepted.join(' or '),
    read,
    ...(accepted.length > 1 ? { accepts: accepted } : {}),
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
  return (expected ?? []).map((one) => {
    const text = (seen: Seen) => metadatumText(read(seen), one.name);
    const accepted = acceptedTexts(one);
    return {
      name: `${name}.${one.name}`,
      expected: accepted.join(' or '),
      read: text,
      holds: (seen) => accepted.includes(text(seen)),
    };
  });
}

function acceptedTexts({ values, mayJoin }: ExpectedMetadatum): string[] {
  const each = values.map((value) => bytesText(toBytes(value))).join(', ');
  if (mayJoin === undefined) return [each];
  return [each, ...[', ', ','].map((comma) => JSON.stringify(values.join(comma)))];
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
