import { expect, it } from 'vitest';
import type { Result } from '../contract/result.ts';
import { findingsOf } from './findings.ts';

const PEERS = ['a', 'b', 'c'];
const difference = { field: 'code', expected: 'UNKNOWN', actual: 'INTERNAL' };

/** All nine cells of a case; those that `fails` picks have failed. */
function grid(testCase: string, fails: (client: string, server: string) => boolean): Result[] {
  return PEERS.flatMap((client) =>
    PEERS.map((server): Result => {
      const cell = { client, server, protocol: 'grpc', transport: 'h2c' } as const;
      const base = { case: testCase, cell, durationMs: 1 };
      return fails(client, server)
        ? { ...base, verdict: 'failed', differences: [difference] }
        : { ...base, verdict: 'passed', differences: [] };
    }),
  );
}

const brief = (results: Result[]) =>
  findingsOf(results).map(({ guilty, cases, seenBy, of }) => ({
    ...guilty,
    cases: cases.length,
    seen: `${seenBy.length}/${of}`,
  }));

it('blames a server that fails with every client', () => {
  expect(brief(grid('x', (_, server) => server === 'b'))).toEqual([
    { side: 'server', peer: 'b', cases: 1, seen: '3/3' },
  ]);
});

it('blames a client that fails with every server', () => {
  expect(brief(grid('x', (client) => client === 'c'))).toEqual([
    { side: 'client', peer: 'c', cases: 1, seen: '3/3' },
  ]);
});

it('makes one finding of the same difference in several cases', () => {
  const results = ['x', 'y'].flatMap((id) => grid(id, (_, server) => server === 'b'));
  expect(brief(results)).toEqual([{ side: 'server', peer: 'b', cases: 2, seen: '3/3' }]);
});

it('tells a guilty server from a guilty client that cross', () => {
  const found = brief(grid('x', (client, server) => server === 'b' || client === 'c'));
  expect(found.map(({ side, peer }) => `${side} ${peer}`).sort()).toEqual(['client c', 'server b']);
});

it('names a pair that fails alone', () => {
  expect(brief(grid('x', (client, server) => client === 'a' && server === 'b'))).toEqual([
    { side: 'pair', peer: 'a → b', cases: 1, seen: '1/1' },
  ]);
});

it('joins clients that fail with the same servers', () => {
  const fails = (client: string, server: string) => client !== 'c' && server !== 'c';
  expect(brief(grid('x', fails))).toEqual([
    { side: 'pair', peer: 'a, b → a, b', cases: 1, seen: '2/2' },
  ]);
});

it('blames no side with one client alone', () => {
  const alone = grid('x', (_, server) => server !== 'c').filter(
    ({ cell }) => cell.client === 'a' && cell.server !== 'c',
  );
  expect(brief(alone)).toEqual([{ side: 'pair', peer: 'a → a, b', cases: 1, seen: '1/1' }]);
});

it('keeps apart what is known for different reasons', () => {
  const known = grid('x', (_, server) => server !== 'a').map((one) =>
    one.verdict === 'failed' ? { ...one, verdict: 'known' as const, reason: one.cell.server } : one,
  );
  expect(brief(known).map(({ side, peer }) => `${side} ${peer}`)).toEqual(['server b', 'server c']);
});

it('blames no side when every cell fails', () => {
  expect(brief(grid('x', () => true))).toEqual([
    { side: 'all', peer: 'every pair', cases: 1, seen: '3/3' },
  ]);
});

it('never blames the raw peer', () => {
  const at = (client: string, server: string, failed: boolean): Result => ({
    case: 'x',
    cell: { client, server, protocol: 'grpc', transport: 'h2c' },
    durationMs: 1,
    verdict: failed ? 'failed' : 'passed',
    differences: failed ? [difference] : [],
  });
  expect(brief([at('a', 'raw', true), at('b', 'raw', true)])).toEqual([
    { side: 'client', peer: 'a', cases: 1, seen: '1/1' },
    { side: 'client', peer: 'b', cases: 1, seen: '1/1' },
  ]);
  expect(brief([at('raw', 'a', true), at('raw', 'b', false)])).toEqual([
    { side: 'server', peer: 'a', cases: 1, seen: '1/1' },
  ]);
});

it('puts failures before what is known', () => {
  const known = grid('x', (_, server) => server === 'b').map((one) =>
    one.verdict === 'failed' ? { ...one, verdict: 'known' as const, reason: 'r', link: 'l' } : one,
  );
  const verdicts = findingsOf([...known, ...grid('y', (client) => client === 'a')]);
  expect(verdicts.map((one) => one.verdict)).toEqual(['failed', 'known']);
});
