import type { ExpectedMessage, PlanCase } from '../contract/case.ts';
import type { Seen } from '../judge/field.ts';
import type { Change } from './change.ts';
import { factChanges } from './fact-changes.ts';
import { contentChanges, countChanges, type Messages, orderChange } from './message-changes.ts';
import { metadataChanges } from './metadata-changes.ts';
import { scalarChanges } from './scalar-changes.ts';

/** What must be noticed when a field is broken: all its changes, each by this field. */
export interface Breaking {
  /** The field, and what about it, where that counts apart: `durationMs, too short`. */
  readonly name: string;
  readonly field: string;
  readonly changes: readonly Change[];
  /** Other fields that say the same of this change, and have to come along. */
  readonly follow: (field: string) => boolean;
}

const NONE = () => false;

/** What else tells of the same frames: how a call was answered, and what ended it; whether there was one. */
const FOLLOW_FACT: Readonly<Record<string, Breaking['follow']>> = {
  reply: (field) => /^facts\.(goaway|resets|end|encodings|codings)$/.test(field),
  goaway: (field) => field.endsWith('facts.goaway text'),
  calls: (field) => field === 'observed.seen',
};

/** Why a field can't be broken where nothing was recorded of it. */
export const UNTOLD: Readonly<Record<string, string>> = {
  'observed.peerPort':
    'the port of a client whose library does not tell it, or that has several connections',
};

/** All ways to break one field of a case in what was recorded, by the field's name. */
export function breakingsOf(testCase: PlanCase, field: string, recorded: Seen): Breaking[] {
  const one = (changes: readonly Change[], follow: Breaking['follow'] = NONE): Breaking => ({
    ...{ name: field, field, changes, follow },
  });
  const list = MESSAGES.find(
    ({ name }) => field.startsWith(`${name}.`) || field.startsWith(`${name}[`),
  );
  if (list !== undefined) return messageBreakings(list, testCase, field, recorded);
  const place = METADATA.find(({ name }) => field.startsWith(`${name}.`));
  if (place !== undefined) {
    return [one(metadataChanges(place.of, field.slice(place.name.length + 1), recorded))];
  }
  const fact = /^(?:observed\.)?facts\.(.*)$/.exec(field)?.[1];
  if (fact !== undefined) {
    const { facts, observed } = testCase.expect;
    const expected = field.startsWith('observed.') ? observed.facts : facts;
    return [one(factChanges(field, expected ?? {}, recorded), FOLLOW_FACT[fact])];
  }
  return scalarChanges(testCase, field, recorded).map(({ about, changes }) => ({
    ...one(changes, field === 'observed.seen' ? (other) => other.startsWith('observed.') : NONE),
    name: about === undefined ? field : `${field}, ${about}`,
  }));
}

interface MessageList {
  readonly name: string;
  readonly of: Messages;
  readonly expected: (testCase: PlanCase) => readonly ExpectedMessage[] | undefined;
}

const MESSAGES: readonly MessageList[] = [
  {
    name: 'messages',
    of: (seen) => seen.outcome.messages,
    expected: ({ expect }) => expect.messages,
  },
  {
    name: 'observed.messages',
    of: (seen) => seen.observation?.messages ?? [],
    expected: ({ expect }) => expect.observed.messages,
  },
];

const METADATA = [
  { name: 'headers', of: (seen: Seen) => seen.outcome.headers },
  { name: 'trailers', of: (seen: Seen) => seen.outcome.trailers },
  { name: 'observed.metadata', of: (seen: Seen) => seen.observation?.metadata ?? [] },
];

/** Count, order and content; a message too few or out of place is told by its own field too. */
function messageBreakings(
  { name, of, expected }: MessageList,
  testCase: PlanCase,
  field: string,
  recorded: Seen,
): Breaking[] {
  const follow = (other: string) => other.startsWith(`${name}[`);
  if (field === `${name}.count`) {
    return [{ name: field, field, changes: countChanges(of, recorded), follow }];
  }
  const all = field === `${name}[*]`;
  const index = all ? 0 : Number(/\[(\d+)\]$/.exec(field)?.[1]);
  const wanted = expected(testCase)?.[index];
  const without = wanted !== undefined && 'without' in wanted ? (wanted.without ?? []) : [];
  const json = wanted !== undefined && 'json' in wanted;
  const encoded = json && wanted.encoded !== undefined;
  const at = all ? lastOf(of, recorded) : index;
  const content = contentChanges(of, at, recorded, { json, encoded, without });
  const order = orderChange(of, expected(testCase) ?? []);
  const ordered = order === undefined || !(all || order.at === index) ? [] : [order.change];
  return [
    { name: field, field, changes: content, follow: NONE },
    ...ordered.map((change) => ({
      ...{ name: `${name}, order`, field, changes: [change], follow },
    })),
  ];
}

function lastOf(of: Messages, recorded: Seen): number {
  return of(recorded).length - 1;
}
