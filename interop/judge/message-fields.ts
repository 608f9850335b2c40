import type { ExpectedMessage } from '../contract/case.ts';
import type { ReceivedMessage } from '../contract/generated.ts';
import type { Field, Seen } from './field.ts';
import { expectedText, receivedText } from './render.ts';

/** Beyond this many messages the case is judged by their common digest, one field for all. */
const SINGLY = 16;

/** Fields that want exactly these messages: how many, and each in its place. */
export function messageFields(
  name: string,
  expected: readonly ExpectedMessage[],
  read: (seen: Seen) => readonly ReceivedMessage[],
): Field[] {
  const count: Field = {
    name: `${name}.count`,
    expected: String(expected.length),
    read: (seen) => String(read(seen).length),
  };
  return [
    count,
    ...(expected.length > SINGLY ? [inOne(name, expected, read)] : each(name, expected, read)),
  ];
}

function each(
  name: string,
  expected: readonly ExpectedMessage[],
  read: (seen: Seen) => readonly ReceivedMessage[],
): Field[] {
  return expected.map((message, index) => ({
    name: `${name}[${index}]`,
    expected: expectedText(message),
    read: (seen) => {
      const got = read(seen)[index];
      return got === undefined ? 'absent' : receivedText(message, got);
    },
  }));
}

function inOne(
  name: string,
  expected: readonly ExpectedMessage[],
  read: (seen: Seen) => readonly ReceivedMessage[],
): Field {
  return {
    name: `${name}[*]`,
    expected: expected.map(expectedText).join(' '),
    read: (seen) =>
      read(seen)
        .map((got, index) => receivedText(expected[index], got))
        .join(' '),
  };
}
