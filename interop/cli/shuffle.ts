import { createHash, randomBytes } from 'node:crypto';

/** The seed that was asked for, or a new one. */
export function seedOf(flag: string | boolean): string | undefined {
  if (flag === false) return undefined;
  return typeof flag === 'string' ? flag : randomBytes(4).toString('hex');
}

/** The items in an order that depends on the seed and their names alone. */
export function shuffled<T>(items: readonly T[], seed: string, name: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: hash(`${seed} ${name(item)}`) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
