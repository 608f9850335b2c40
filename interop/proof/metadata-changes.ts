import type { Metadatum } from '../contract/generated.ts';
import type { Seen } from '../judge/field.ts';
import { type Change, change } from './change.ts';

/** Where metadata are in what was seen. */
type Place = (seen: Seen) => Metadatum[];

/** Changes of the metadata of one name: a value that is another, missing, one too many, and the order. */
export function metadataChanges(place: Place, name: string, recorded: Seen): Change[] {
  const mine = (seen: Seen) => place(seen).filter((one) => isNamed(one, name));
  const values = mine(recorded).map((one) => Buffer.from(one.value).toString('hex'));
  const each = values.flatMap((_, at) => [
    change(`value ${at + 1} is another`, (seen) => spoil(mine(seen)[at])),
    change(`value ${at + 1} is missing`, (seen) => remove(place(seen), mine(seen)[at])),
    change(`value ${at + 1} comes twice`, (seen) => repeat(place(seen), mine(seen)[at])),
  ]);
  const turned = change('the order is another', (seen) => turn(mine(seen)));
  return new Set(values).size > 1 ? [...each, turned] : each;
}

function isNamed(one: Metadatum, name: string): boolean {
  return one.name.toLowerCase() === name.toLowerCase();
}

function spoil(one: Metadatum | undefined): void {
  if (one !== undefined) one.value = Buffer.concat([one.value, Uint8Array.of(0x7a)]);
}

function remove(all: Metadatum[], one: Metadatum | undefined): void {
  if (one !== undefined) all.splice(all.indexOf(one), 1);
}

function repeat(all: Metadatum[], one: Metadatum | undefined): void {
  if (one !== undefined) all.push({ ...one });
}

function turn(mine: readonly Metadatum[]): void {
  const [first, ...rest] = mine.map((one) => one.value);
  const values = first === undefined ? rest : [...rest, first];
  for (const [at, one] of mine.entries()) one.value = values[at] ?? one.value;
}
