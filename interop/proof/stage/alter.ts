import { type Search, valuesInstead } from './otherwise.ts';
import type { Answer, Entry, Recording } from './record.ts';

/** An Alteration is one answer of a recording that is then otherwise. */
export interface Alteration {
  readonly what: string;
  readonly make: (recording: Recording) => Recording;
}

/**
 * Of long lists so many members are changed, and of many answers to one question so many: first few, which mostly
 * is enough, then more.
 */
const SEARCHES = [
  { members: 1, answers: 4 },
  { members: 1, answers: Number.POSITIVE_INFINITY },
  { members: 24, answers: Number.POSITIVE_INFINITY },
];

/** All alterations of a recording, those of its last answers first: they are what is judged. */
export function* alterationsOf(recording: Recording): Generator<Alteration> {
  const names = namesIn(recording);
  for (const { members, answers } of SEARCHES) {
    yield* searched(recording, { names, members }, answers);
  }
}

function* searched(recording: Recording, search: Search, most: number): Generator<Alteration> {
  const perEntry = [...recording.answers].flatMap(([key, entries]) =>
    entries.map((entry, at) => ({ key, at, entry })).slice(-most),
  );
  for (const { key, at, entry } of perEntry.reverse()) {
    for (const { what, entry: other } of entriesInstead(entry, search)) {
      yield { what: `${key}#${at}: ${what}`, make: (one) => withEntry(one, key, at, other) };
    }
  }
}

function withEntry(recording: Recording, key: string, at: number, entry: Entry): Recording {
  const entries = [...(recording.answers.get(key) ?? [])];
  entries[at] = entry;
  return { ...recording, answers: new Map(recording.answers).set(key, entries) };
}

interface Instead {
  readonly what: string;
  readonly entry: Entry;
}

function* entriesInstead(entry: Entry, search: Search): Generator<Instead> {
  for (const { what, answer } of answersInstead(entry.answer, search)) {
    yield { what, entry: { ...entry, answer } };
  }
  if (entry.done === undefined) return;
  const refused: Answer = { kind: 'error', error: new Error('refused') };
  if (entry.answer.kind !== 'error')
    yield { what: 'refused', entry: { ...entry, answer: refused } };
  yield { what: 'at once', entry: { ...entry, done: -1 } };
  yield { what: 'last of all', entry: { ...entry, done: Number.MAX_SAFE_INTEGER } };
}

function* answersInstead(
  answer: Answer,
  search: Search,
): Generator<{ what: string; answer: Answer }> {
  if (answer.kind === 'data') {
    for (const { what, value } of valuesInstead(answer.value, search)) {
      yield { what, answer: { kind: 'data', value } };
    }
  }
  if (answer.kind === 'object')
    yield { what: 'nothing', answer: { kind: 'data', value: undefined } };
}

/** The texts that name things in this recording: servers, addresses. */
function namesIn({ properties }: Recording): string[] {
  return [...new Set([...properties.values()].filter((one) => typeof one === 'string'))];
}
