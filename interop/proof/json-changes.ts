import type { Json } from '../contract/case.ts';

/** A JSON value that is otherwise in one place. */
export interface Otherwise {
  readonly what: string;
  readonly json: Json;
}

/** Of long lists and large objects only so many members are changed: the first ones and the last. */
const MEMBERS = 12;

/** All that may be otherwise about a JSON value, one place at a time; not below the top-level keys in `but`. */
export function otherwise(json: Json, but: readonly string[] = [], path = ''): Otherwise[] {
  const named = path === '' ? 'the message' : path;
  if (isList(json)) return ofList(json, path, named);
  if (typeof json === 'object' && json !== null) return ofObject(json, but, path, named);
  return [{ what: `${named} is another`, json: other(json) }];
}

function other(json: string | number | boolean | null): Json {
  if (typeof json === 'string') return `${json}~`;
  if (typeof json === 'number') return json + 1 === json ? 0 : json + 1;
  return json === null ? 0 : !json;
}

function ofObject(
  json: { readonly [key: string]: Json },
  but: readonly string[],
  path: string,
  named: string,
): Otherwise[] {
  const keys = some(Object.keys(json).filter((key) => !but.includes(key)));
  const more = { what: `${named} has a field more`, json: { ...json, 'a field more': 1 } };
  const each = keys.flatMap((key) => {
    const { [key]: value = null, ...rest } = json;
    const place = `${path}.${key}`;
    const within = otherwise(value, [], place);
    const set = within.map((one) => ({ what: one.what, json: { ...json, [key]: one.json } }));
    return [{ what: `${place} is missing`, json: rest }, ...set];
  });
  return [more, ...each];
}

function ofList(json: readonly Json[], path: string, named: string): Otherwise[] {
  const places = some([...json.keys()]);
  const each = places.flatMap((at) => [
    { what: `${path}[${at}] is missing`, json: json.filter((_, i) => i !== at) },
    ...otherwise(json[at] ?? null, [], `${path}[${at}]`).map((one) => ({
      what: one.what,
      json: json.map((value, i) => (i === at ? one.json : value)),
    })),
  ]);
  const longer = { what: `${named} is longer`, json: [...json, json.at(-1) ?? 0] };
  const texts = json.map((one) => JSON.stringify(one));
  const turned = { what: `${named} is the other way round`, json: [...json].reverse() };
  const palindrome = texts.every((one, at) => one === texts[texts.length - 1 - at]);
  return [...each, longer, ...(palindrome ? [] : [turned])];
}

function some<T>(all: readonly T[]): readonly T[] {
  return all.length <= MEMBERS ? all : [...all.slice(0, MEMBERS - 1), ...all.slice(-1)];
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
