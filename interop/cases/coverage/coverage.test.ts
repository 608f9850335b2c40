import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { CASES } from '../catalogue.ts';
import { OFFICIAL_CASES } from '../official/as-client.ts';
import { COVERAGE, coverageText } from './coverage.ts';

const ROOT = join(import.meta.dirname, '../../..');
const IDS = CASES.map(({ id }) => id);

/** A file of tests has a dot in its name, and no id of a case has. */
const FILE = /\.(ts|py|go)$/;

function isThere(pattern: string): boolean {
  if (FILE.test(pattern)) return existsSync(join(ROOT, pattern));
  const matches = picomatch(pattern, { dot: true, nonegate: true });
  return IDS.some((id) => matches(id));
}

it('knows what is there', () => {
  const known = ['users/*', 'users/nothing', 'interop/rooms.test.ts', 'interop/none.test.ts'];
  expect(known.map(isThere)).toEqual([true, false, true, false]);
});

describe.each(COVERAGE)('$title', ({ rows }) => {
  it('has no row without something that checks it, or a reason', () => {
    const gaps = rows.filter(({ by, because = '' }) => by.length === 0 && because === '');
    expect(gaps).toEqual([]);
  });

  it('names cases and tests that are there', () => {
    const patterns = rows.flatMap(({ by }) => by);
    const missing = patterns.filter((pattern) => !isThere(pattern));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('says each thing once, on one line', () => {
    const said = rows.map(({ says, source }) => `${says} ${source}`);
    expect(new Set(said).size).toBe(said.length);
    expect(said.filter((text) => /[|\n]/.test(text))).toEqual([]);
  });
});

it('has every case of the official suite by its name', () => {
  const names = new Set(COVERAGE.flatMap(({ rows }) => rows.map(({ says }) => says)));
  const left = OFFICIAL_CASES.filter(({ name }) => !names.has(name));
  expect(left).toEqual([]);
});

it('docs/coverage.md is current: npm run generate writes it', () => {
  expect(readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8')).toBe(coverageText());
});
