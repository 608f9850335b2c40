import type { Case } from '../contract/case.ts';
import { isScenario } from '../contract/case.ts';
import type { Result } from '../contract/result.ts';
import type { Field, Seen } from './field.ts';
import { fieldsOf } from './judge.ts';

/** What a call came to in each field where its case leaves a choice. */
export function choicesOf(fields: readonly Field[], seen: Seen): Readonly<Record<string, string>> {
  const open = fields.filter((field) => field.accepts !== undefined);
  return Object.fromEntries(open.map((field) => [field.name, field.read(seen)]));
}

/** An Unseen is outcomes that some cases accept, and that no cell came to. */
export interface Unseen {
  readonly field: string;
  readonly accepts: readonly string[];
  readonly unseen: readonly string[];
  readonly cases: readonly string[];
}

/**
 * What is accepted and was never seen, in a run of all cells. Cases of one folder that leave the same choice are a
 * template, over kinds and places, of which some case must have come to each outcome.
 */
export function unseenOf(cases: readonly Case[], results: readonly Result[]): readonly Unseen[] {
  const seen = new Map<string, Set<string>>();
  for (const { case: id, choices = {} } of results) {
    for (const [field, text] of Object.entries(choices)) into(seen, `${id} ${field}`).add(text);
  }
  const templates = Map.groupBy(cases.flatMap(choicesIn), (one) => one.template);
  return [...templates.values()].flatMap((members) => unseenIn(members, seen));
}

interface Choice {
  readonly template: string;
  readonly id: string;
  readonly field: string;
  readonly accepts: readonly string[];
}

function choicesIn(testCase: Case): Choice[] {
  if (isScenario(testCase)) return [];
  const { id } = testCase;
  const folder = folderOf(id);
  return fieldsOf(testCase, { callId: '', userAgent: '' }).flatMap(({ name, accepts }) =>
    accepts === undefined
      ? []
      : [{ template: `${folder} ${name} ${accepts.join()}`, id, field: name, accepts }],
  );
}

const KIND = /^(unary|client-stream|server-stream|bidi-stream)$/;

/** The first folder below the suite that is no kind. */
function folderOf(id: string): string {
  const [suite = '', ...below] = id.split('/').slice(0, -1);
  return `${suite}/${below.find((one) => !KIND.test(one)) ?? ''}`;
}

function unseenIn(
  members: readonly Choice[],
  seen: ReadonlyMap<string, ReadonlySet<string>>,
): Unseen[] {
  const [first] = members;
  const came = new Set(members.flatMap(({ id, field }) => [...(seen.get(`${id} ${field}`) ?? [])]));
  // Nothing came of them at all: they were not run, or nobody can.
  if (first === undefined || came.size === 0) return [];
  const cases = members.map(({ id }) => id);
  const { field, accepts } = first;
  const unseen = accepts.filter((text) => !hasCome(text, came));
  return unseen.length === 0 ? [] : [{ field, accepts, unseen, cases }];
}

/**
 * The end of a connection is one outcome with its GOAWAY and without: that "SHOULD" come, and may be lost where
 * bytes were unread; and a stream error may be treated as one of the connection (RFC 9113, 5.4.1), which what comes
 * behind it may decide. So an error of HTTP/2 is one outcome, wherever it is said.
 */
function hasCome(text: string, came: ReadonlySet<string>): boolean {
  if (came.has(text)) return true;
  if (text === 'closed') return [...came].some((one) => /^(GOAWAY|RST_STREAM) /.test(one));
  const [kind, code] = text.split(' ');
  return kind === 'GOAWAY' && (came.has('closed') || came.has(`RST_STREAM ${code}`));
}

function into(map: Map<string, Set<string>>, key: string): Set<string> {
  const found = map.get(key) ?? new Set();
  map.set(key, found);
  return found;
}
