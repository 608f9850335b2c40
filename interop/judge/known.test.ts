import { describe, expect, it } from 'vitest';
import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import { inLightOf, problemsOf } from './known.ts';

const entry: KnownDifference = {
  cases: ['a/b'],
  clients: 'all',
  servers: ['ts-connect'],
  instead: { code: 'INTERNAL' },
  reason: 'answers INTERNAL',
  link: 'https://example.org',
};
const cell = {
  client: 'go-grpc',
  server: 'ts-connect',
  protocol: 'grpc',
  transport: 'h2c',
} as const;
const code = { field: 'code', expected: 'UNKNOWN', actual: 'INTERNAL' };
const failed: Result = { case: 'a/b', cell, verdict: 'failed', durationMs: 1, differences: [code] };

describe('inLightOf', () => {
  it('knows exactly this outcome', () => {
    expect(inLightOf([entry], failed)).toMatchObject({ verdict: 'known', reason: entry.reason });
  });

  it.each([
    ['another value', [{ ...code, actual: 'ABORTED' }]],
    ['one more field', [code, { field: 'message', expected: 'a', actual: 'b' }]],
    ['another field', [{ ...code, field: 'message' }]],
  ])('does not cover %s', (_, differences) => {
    expect(inLightOf([entry], { ...failed, differences }).verdict).toBe('failed');
  });

  it('does not cover another server or case', () => {
    expect(inLightOf([entry], { ...failed, case: 'a/c' }).verdict).toBe('failed');
    const elsewhere = { ...cell, server: 'go-grpc' };
    expect(inLightOf([entry], { ...failed, cell: elsewhere }).verdict).toBe('failed');
  });

  it('fails what now behaves: the entry is stale', () => {
    const now = inLightOf([entry], { ...failed, verdict: 'passed', differences: [] });
    expect(now.verdict).toBe('failed');
    expect(now.reason).toContain('remove the entry');
  });

  it('lets an entry that holds sometimes pass, but nothing else', () => {
    const racing = { ...entry, sometimes: 'two timers' };
    const passed: Result = { ...failed, verdict: 'passed', differences: [] };
    expect(inLightOf([racing], passed).verdict).toBe('passed');
    expect(inLightOf([racing], failed).verdict).toBe('known');
    const other = { ...failed, differences: [{ ...code, actual: 'ABORTED' }] };
    expect(inLightOf([racing], other).verdict).toBe('failed');
  });

  it('leaves alone what was not run', () => {
    const unsupported: Result = { ...failed, verdict: 'unsupported', differences: [] };
    expect(inLightOf([entry], unsupported)).toBe(unsupported);
  });
});

describe('problemsOf', () => {
  it('names entries of cases and peers that are not there', () => {
    const bad = { ...entry, cases: ['a/b', 'x/y'], servers: ['nobody'] };
    expect(problemsOf([bad], ['a/b'], ['go-grpc'])).toEqual([
      'known difference "answers INTERNAL": there is no case x/y',
      'known difference "answers INTERNAL": there is no peer nobody',
    ]);
    expect(problemsOf([entry], ['a/b'], ['ts-connect'])).toEqual([]);
  });
});
