import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { OutcomeSchema } from '../contract/generated.ts';
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

  it('speaks of the protocols and transports that it names', () => {
    const onConnect = { ...entry, protocols: ['connect'] as const };
    const onHttp1 = { ...entry, transports: ['http1'] as const };
    const onThis = { ...entry, protocols: ['grpc'] as const, transports: ['h2c'] as const };
    const verdicts = [onConnect, onHttp1, onThis].map((one) => inLightOf([one], failed).verdict);
    expect(verdicts).toEqual(['failed', 'failed', 'known']);
  });

  it('takes a pass beside a race for the race, and for no sign that a steady entry is stale', () => {
    const race = { ...entry, instead: { code: 'UNKNOWN' }, sometimes: 'it races' };
    const result = { ...failed, verdict: 'passed' as const, differences: [] };
    expect(inLightOf([entry], result).verdict).toBe('failed');
    expect(inLightOf([entry, race], result)).toMatchObject({
      verdict: 'passed',
      sometimes: 'it races',
    });
    expect(inLightOf([race], result)).toEqual(result);
  });

  it('may leave the reply away, and nothing else', () => {
    const lost = { ...entry, withoutReply: true as const };
    const gone = { field: 'messages[0]', expected: 'a', actual: 'absent' };
    const unseen = { field: 'observed.seen', expected: 'true', actual: 'false' };
    const of = (differences: Result['differences']) =>
      inLightOf([lost], { ...failed, differences }).verdict;
    expect(of([code, gone])).toBe('known');
    expect(of([gone])).toBe('failed');
    expect(of([code, unseen])).toBe('failed');
  });

  it('may be known on some transports alone', () => {
    const onTls = { ...entry, transports: ['tls'] as const };
    expect(inLightOf([onTls], failed).verdict).toBe('failed');
    const overTls = { ...failed, cell: { ...cell, transport: 'tls' as const } };
    expect(inLightOf([onTls], overTls).verdict).toBe('known');
  });

  it('may ask for the message of the client, which no field shows', () => {
    const lost = { ...entry, clientSays: 'Premature close', sometimes: 'it races' };
    const saying = (message: string): Result => ({
      ...failed,
      evidence: { callId: 'a', outcome: create(OutcomeSchema, { message }) },
    });
    expect(inLightOf([lost], saying('Premature close')).verdict).toBe('known');
    expect(inLightOf([lost], saying('handler failed')).verdict).toBe('failed');
    expect(inLightOf([lost], failed).verdict).toBe('failed');
  });

  it('holds a pass beside a race for stale where the client does not say what it says in the race', () => {
    const race = { ...entry, clientSays: 'Premature close', sometimes: 'it races' };
    const result = { ...failed, verdict: 'passed' as const, differences: [] };
    expect(inLightOf([entry, race], result).verdict).toBe('failed');
  });

  it('does not cover a field less', () => {
    const both = { ...entry, instead: { code: 'INTERNAL', message: '"a"' } };
    expect(inLightOf([both], failed).verdict).toBe('failed');
  });

  it('does not cover another client, server or case', () => {
    const oneClient = { ...entry, clients: ['go-connect'] };
    expect(inLightOf([oneClient], failed).verdict).toBe('failed');
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

  it('says what was due, where the case leaves a choice', () => {
    const owing = { ...entry, due: { code: 'UNKNOWN' } };
    const chosen = { ...failed, choices: { code: 'INTERNAL', 'facts.reply': 'OK' } };
    const choices = { code: 'UNKNOWN', 'facts.reply': 'OK' };
    expect(inLightOf([owing], chosen).choices).toEqual(choices);
    expect(inLightOf([entry], chosen).choices).toEqual(chosen.choices);
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

  it('wants something that differs, or a message', () => {
    const [nothing, message] = [{ ...entry, instead: {} }, { clientSays: 'Premature close' }];
    const problems = [nothing, { ...nothing, ...message }].map((one) =>
      problemsOf([one], ['a/b'], ['ts-connect']),
    );
    expect(problems).toEqual([
      ['known difference "answers INTERNAL": there is no field that differs'],
      [],
    ]);
  });
});
