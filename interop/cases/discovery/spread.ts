import type { Seen } from '../../contract/stage.ts';

/** How many calls each server had, in the order of `names`; a call that none had counts under `none`. */
export function counts(seen: readonly Seen[], names: readonly string[]): readonly number[] {
  return names.map((name) => seen.filter((one) => one.server === name).length);
}

/** The counts as the report shows them: `10 10 10`, and what went elsewhere or failed. */
export function spreadText(seen: readonly Seen[], names: readonly string[]): string {
  const had = counts(seen, names);
  const astray = seen.length - had.reduce((sum, one) => sum + one, 0);
  const failed = seen.filter((one) => one.code !== 'OK').length;
  const more = [astray > 0 ? `${astray} elsewhere` : '', failed > 0 ? `${failed} failed` : ''];
  return [had.join(' '), ...more.filter((one) => one !== '')].join(', ');
}

/** Who served, call by call, as letters in the order of `names`: `abcabc`. */
export function orderText(seen: readonly Seen[], names: readonly string[]): string {
  const letter = (server: string | undefined) =>
    server === undefined || !names.includes(server)
      ? '?'
      : String.fromCharCode(97 + names.indexOf(server));
  return seen.map((one) => letter(one.server)).join('');
}

/** Whether an order goes round: each of the first `period` once, and the same again and again. */
export function goesRound(order: string, period: number): boolean {
  const round = order.slice(0, period);
  return (
    new Set(round).size === period &&
    !round.includes('?') &&
    [...order].every((letter, at) => letter === round[at % period])
  );
}

/** Pearson's chi-square of counts against equal shares; with k counts it has k - 1 degrees of freedom. */
export function chiSquare(had: readonly number[]): number {
  const expected = had.reduce((sum, one) => sum + one, 0) / had.length;
  return had.reduce((sum, one) => sum + (one - expected) ** 2 / expected, 0);
}

/** How often a server comes right after itself. Of n picks by chance among k it is (n - 1) / k. */
export function repeats(order: string): number {
  return [...order].filter((letter, at) => at > 0 && letter === order[at - 1]).length;
}
