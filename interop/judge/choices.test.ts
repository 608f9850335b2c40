import { expect, it } from 'vitest';
import type { Case, Expectation } from '../contract/case.ts';
import type { Result } from '../contract/result.ts';
import { unseenOf } from './choices.ts';

function caseOf(id: string, expect: Partial<Expectation>): Case {
  return {
    id,
    ...{ suite: 'a', title: '', source: '', tier: 'every', needs: [], plan: {} },
    expect: { observed: { seen: false }, ...expect },
  };
}

const cases = ['a/b/one', 'a/b/two'].map((id) =>
  caseOf(id, { code: ['OK', 'UNKNOWN', 'INTERNAL'] }),
);

function resultOf(id: string, choices: Readonly<Record<string, string>>): Result {
  const cell = { client: 'c', server: 's', protocol: 'grpc', transport: 'h2c' } as const;
  return { case: id, cell, verdict: 'passed', durationMs: 1, differences: [], choices };
}

function result(id: string, code: string): Result {
  return resultOf(id, { code });
}

it('tells what is accepted and was never seen, over the cases of a template', () => {
  const accepts = ['OK', 'UNKNOWN', 'INTERNAL'];
  expect(unseenOf(cases, [result('a/b/one', 'OK'), result('a/b/two', 'UNKNOWN')])).toEqual([
    { field: 'code', accepts, unseen: ['INTERNAL'], cases: ['a/b/one', 'a/b/two'] },
  ]);
});

it('says nothing once each was seen, or where nothing was', () => {
  const all = ['OK', 'UNKNOWN', 'INTERNAL'].map((code) => result('a/b/one', code));
  expect(unseenOf(cases, all)).toEqual([]);
  expect(unseenOf(cases, [])).toEqual([]);
});

it('takes kinds and places for one template, and other folders for others', () => {
  const code = ['OK', 'UNKNOWN'] as const;
  const ids = ['a/unary/b', 'a/server-stream/b', 'a/c/first/b', 'a/c/last/b', 'a/d/b'];
  const spread = ids.map((id) => caseOf(id, { code }));
  const results = [
    ...[result('a/unary/b', 'OK'), result('a/server-stream/b', 'UNKNOWN')],
    ...[result('a/c/first/b', 'OK'), result('a/c/last/b', 'UNKNOWN'), result('a/d/b', 'OK')],
  ];
  expect(unseenOf(spread, results).map(({ cases: of }) => of)).toEqual([['a/d/b']]);
});

it('takes an error of HTTP/2 for one outcome, on the connection or on the stream, with GOAWAY or without', () => {
  const reply = ['OK', 'GOAWAY PROTOCOL_ERROR', 'closed'];
  const one = caseOf('a/b', { facts: { reply } });
  const unseen = (...texts: readonly string[]) =>
    unseenOf(
      [one],
      texts.map((text) => resultOf('a/b', { 'facts.reply': text })),
    ).flatMap((all) => all.unseen);
  expect(unseen('OK', 'closed')).toEqual([]);
  expect(unseen('OK', 'GOAWAY PROTOCOL_ERROR')).toEqual([]);
  expect(unseen('OK', 'GOAWAY INTERNAL_ERROR')).toEqual(['GOAWAY PROTOCOL_ERROR']);
  expect(unseen('OK', 'RST_STREAM PROTOCOL_ERROR')).toEqual([]);
  expect(unseen('OK')).toEqual(['GOAWAY PROTOCOL_ERROR', 'closed']);
});
