import type { Finding, Result } from '../contract/result.ts';
import { guiltyParties, type Party } from './guilty.ts';

/** Results that differ in the same way in the same case. */
interface Likeness {
  readonly case: string;
  readonly results: Result[];
}

/** Failures and known differences as findings: one a guilty side and difference, failures first. */
export function findingsOf(results: readonly Result[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const likeness of likenesses(results)) {
    const ran = results.filter((result) => result.case === likeness.case && hasOutcome(result));
    for (const party of guiltyParties(likeness.results, ran)) add(merged, likeness, party);
  }
  return [...merged.values()].sort(byWeight);
}

function hasOutcome({ verdict }: Result): boolean {
  return verdict === 'passed' || verdict === 'failed' || verdict === 'known' || verdict === 'flaky';
}

function likenesses(results: readonly Result[]): Likeness[] {
  const byKey = new Map<string, Likeness>();
  for (const result of results) {
    if (result.verdict !== 'failed' && result.verdict !== 'known') continue;
    const key = JSON.stringify([result.case, result.verdict, signature(result)]);
    const found = byKey.get(key);
    if (found === undefined) byKey.set(key, { case: result.case, results: [result] });
    else found.results.push(result);
  }
  return [...byKey.values()];
}

/** What is the same in like results: the fields and what they are instead, and the reason if known. */
function signature({ differences, reason }: Result): unknown {
  return [reason, differences.map(({ field, actual }) => [field, actual])];
}

function add(merged: Map<string, Finding>, likeness: Likeness, party: Party): void {
  const [sample] = likeness.results;
  if (sample === undefined) return;
  const key = JSON.stringify([party.guilty, sample.verdict, signature(sample), party.seenBy]);
  const found = merged.get(key);
  const cases = [...(found?.cases ?? []), likeness.case];
  merged.set(key, { ...makeFinding(sample, party), cases });
}

function makeFinding(sample: Result, party: Party): Omit<Finding, 'cases'> {
  return {
    verdict: sample.verdict === 'known' ? 'known' : 'failed',
    guilty: party.guilty,
    differences: sample.differences,
    seenBy: party.seenBy,
    of: party.of,
    ...(sample.reason === undefined ? {} : { reason: sample.reason }),
    ...(sample.link === undefined ? {} : { link: sample.link }),
  };
}

function byWeight(a: Finding, b: Finding): number {
  if (a.verdict !== b.verdict) return a.verdict === 'failed' ? -1 : 1;
  return b.cases.length * b.seenBy.length - a.cases.length * a.seenBy.length;
}
