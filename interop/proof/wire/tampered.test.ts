import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { CASES } from '../../cases/catalogue.ts';
import { OutcomeSchema } from '../../contract/generated.ts';
import type { Difference, Result } from '../../contract/result.ts';
import { is, way } from './recipe.ts';
import { problemOf, provenOf, type Tampering } from './tampered.ts';
import { tamper } from './tamperings.ts';

const cell = { client: 'a', server: 'b', protocol: 'grpc', transport: 'h2c' } as const;
const [testCase] = CASES;
if (testCase === undefined) throw new Error('no case');
const task = { cell, testCase };

const outcome = create(OutcomeSchema, { code: 10 });
const own: Difference = { field: 'code', expected: 'OK', actual: 'ABORTED' };

const broken = way([tamper.trailers('grpc-status', '10')], is('ABORTED'));
const base = { case: testCase.id, cell, verdict: 'failed', durationMs: 1 } as const;
const over = { trial: { task, record: undefined }, result: { ...base, differences: [] } };
const asked = { over, recipe: { name: 'code', field: 'code', ways: [broken] } };

function problem(applied: readonly number[], result: Partial<Result>): string | undefined {
  const record = { openedAt: new Date(0), frames: [], framesLeftOut: 0, applied };
  const trial: Tampering = { task, asked, way: broken, record };
  const evidence = { callId: 'x', outcome };
  return problemOf({ trial, result: { ...base, differences: [], evidence, ...result } });
}

it('takes a field for proven when it says what was done to it, whatever else differs', () => {
  expect(problem([1], { differences: [own] })).toBeUndefined();
  const more = { ...own, field: 'message', actual: '' };
  expect(problem([2], { differences: [more, own] })).toBeUndefined();
});

it('does not where a tampering was not applied', () => {
  expect(problem([0], { differences: [own] })).toBe('not applied: 0');
  expect(problem([], { differences: [own] })).toBe('not applied: ');
});

it('does not where the field is overlooked', () => {
  const more = { ...own, field: 'message', actual: '"x"' };
  expect(problem([1], { differences: [more] })).toBe('overlooked; instead message "x"');
  expect(problem([1], { choices: { code: 'OK' } })).toBe(
    'overlooked; instead no difference, code OK',
  );
});

it('does not where a dead connection is what differs', () => {
  const dead = { ...own, actual: 'UNAVAILABLE' };
  expect(problem([1], { differences: [dead] })).toBe('it is UNAVAILABLE; code UNAVAILABLE');
});

it('does not where no outcome came', () => {
  const hung = { callId: 'x', problem: 'the call hung' };
  const nothing = { field: 'outcome', expected: 'an outcome', actual: 'the call hung' };
  expect(problem([1], { differences: [nothing], evidence: hung })).toBe(
    'no outcome: the call hung',
  );
});

it('is proven by a try that shows the difference, and not by one that was never made', () => {
  const field = { case: testCase.id, field: 'code' };
  expect(provenOf(asked, [undefined])).toEqual(field);
  expect(provenOf(asked, ['hung', undefined])).toEqual({ ...field, atFirst: 'hung' });
  expect(provenOf(asked, ['hung', 'overlooked'])).toEqual({ ...field, problem: 'overlooked' });
  expect(provenOf(asked, ['hung'])).toEqual({ ...field, problem: 'hung' });
});
