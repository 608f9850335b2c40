import picomatch from 'picomatch';
import { nearest } from './nearest.ts';

/** A PatternError is a pattern that chooses nothing; its message names the nearest that there is. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** The names that one of the patterns matches, in the names' order. No patterns choose all. */
export function choose(
  flag: string,
  patterns: readonly string[],
  names: readonly string[],
): readonly string[] {
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const hits = names.filter(matcher(pattern));
    if (hits.length === 0) throw noMatch(flag, pattern, names);
    for (const hit of hits) chosen.add(hit);
  }
  return patterns.length === 0 ? names : names.filter((name) => chosen.has(name));
}

function matcher(pattern: string): (name: string) => boolean {
  const matches = picomatch(pattern, { dot: true, nonegate: true });
  return (name) => matches(name);
}

function noMatch(flag: string, pattern: string, names: readonly string[]): PatternError {
  const hint = nearest(pattern, names);
  const guess = hint === undefined ? '' : `; the nearest is ${hint}`;
  return new PatternError(
    `${flag} ${JSON.stringify(pattern)} matches nothing${guess} (--list shows all)`,
  );
}
