import type { Result } from './result.ts';

/** Whether two answers are the same for a race: each passed or is known, and one is known to come out otherwise at times. */
export function sameByRace(a: Result, b: Result): boolean {
  const races = a.sometimes !== undefined || b.sometimes !== undefined;
  return races && [a, b].every(({ verdict }) => verdict === 'passed' || verdict === 'known');
}
