import type { Json } from '../../contract/case.ts';
import { otherwise } from '../json-changes.ts';

/** A value that is otherwise. */
export interface OtherValue {
  readonly what: string;
  readonly value: unknown;
}

const SHORT = 4;
const CODES = ['OK', 'UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED'];
/** What scenarios never read of a call, or only through what else is there. */
const LEFT_OUT = new Set(['$typeName', 'callId', 'events', 'firstBytes', 'nativeError']);

/** How far it is searched for what may be otherwise. */
export interface Search {
  /** The texts that name things in the recording. */
  readonly names: readonly string[];
  /** Of a list so many members are changed, evenly spread. */
  readonly members: number;
}

/** What a recorded value may be instead: anything in it, one thing at a time. */
export function* valuesInstead(value: unknown, search: Search, path = ''): Generator<OtherValue> {
  if (Array.isArray(value)) yield* ofList(value, search, path);
  else if (value instanceof Uint8Array) yield* each(path, [Uint8Array.of(...value, 0x7a)]);
  else if (typeof value === 'object' && value !== null) yield* ofObject({ ...value }, search, path);
  else yield* each(path, scalars(value, search.names, path));
}

function* each(path: string, values: readonly unknown[]): Generator<OtherValue> {
  for (const value of values) yield { what: `${path} ${String(value)}`.trim(), value };
}

function scalars(value: unknown, names: readonly string[], path: string): unknown[] {
  if (path.endsWith('.code')) return CODES.filter((one) => one !== value);
  if (typeof value === 'string') return [...texts(value), ...others(names, value)];
  if (typeof value === 'number')
    return [value + 1, 0, value + 1e9, -1e9].filter((one) => one !== value);
  if (typeof value === 'bigint') return [value + 1n, value + 1_000_000_000n];
  if (typeof value === 'boolean') return [!value];
  return value === undefined ? names.slice(0, SHORT) : [];
}

function texts(value: string): string[] {
  return [`${value}~`, '', ...jsonTexts(value)].filter((one) => one !== value);
}

/** A text that is JSON, with something in it otherwise. */
function jsonTexts(value: string): string[] {
  if (!/^[[{]/.test(value)) return [];
  try {
    return otherwise(JSON.parse(value) as Json).map(({ json }) => JSON.stringify(json));
  } catch {
    return [];
  }
}

function others(names: readonly string[], value: string): (string | undefined)[] {
  return names.includes(value) ? [undefined, ...names.filter((one) => one !== value)] : [];
}

function* ofObject(
  value: Readonly<Record<string, unknown>>,
  search: Search,
  path: string,
): Generator<OtherValue> {
  for (const [key, member] of Object.entries(value)) {
    if (LEFT_OUT.has(key)) continue;
    for (const one of valuesInstead(member, search, `${path}.${key}`)) {
      yield { what: one.what, value: { ...value, [key]: one.value } };
    }
  }
}

function* ofList(value: readonly unknown[], search: Search, path: string): Generator<OtherValue> {
  if (value.length > 1) yield { what: `${path} the other way round`, value: [...value].reverse() };
  if (value.length > 0) {
    yield { what: `${path} without the last`, value: value.slice(0, -1) };
    yield { what: `${path} all like the first`, value: value.map(() => value[0]) };
  }
  const more = value.length > 0 ? value.at(-1) : 'one more';
  yield { what: `${path} and one more`, value: [...value, more] };
  for (const key of ['server', 'code']) {
    const sorted = sortedBy(value, key);
    if (sorted !== undefined) yield { what: `${path} by ${key}`, value: sorted };
  }
  for (const at of places(value.length, search.members)) {
    for (const one of valuesInstead(value[at], search, `${path}[${at}]`)) {
      yield { what: one.what, value: value.with(at, one.value) };
    }
  }
}

/** The same calls in another order: those of one server, or of one code, side by side. */
function sortedBy(value: readonly unknown[], key: string): unknown[] | undefined {
  const of = (one: unknown): string =>
    typeof one === 'object' && one !== null ? String(Reflect.get(one, key)) : '';
  const sorted = [...value].sort((a, b) => of(a).localeCompare(of(b)));
  return sorted.some((one, at) => one !== value[at]) ? sorted : undefined;
}

function places(length: number, members: number): number[] {
  const step = Math.max(1, length / members);
  const all = Array.from({ length: Math.min(length, members) }, (_, i) => Math.floor(i * step));
  return [...new Set([...all, length - 1])].filter((at) => at >= 0).reverse();
}
