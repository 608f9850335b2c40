import { is, type Passed, type Recipe, way } from './recipe.ts';
import { tamper } from './tamperings.ts';

const PLACES = [
  { name: 'headers', set: tamper.headers },
  { name: 'trailers', set: tamper.trailers },
  { name: 'observed.metadata', set: tamper.request },
] as const;

/** Metadata: all values of a name replaced by one. */
export function fieldRecipes(field: string, _: Passed): Recipe[] {
  const place = PLACES.find(({ name }) => field.startsWith(`${name}.`));
  if (place === undefined) return [];
  const name = field.slice(place.name.length + 1);
  const bytes = name.endsWith('-bin');
  const value = bytes ? Buffer.from('tampered').toString('base64').replace(/=+$/, '') : 'tampered';
  return [{ name: field, field, ways: [way([place.set(name, value)], is('"tampered"'))] }];
}
