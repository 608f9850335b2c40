import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import type { Expectation, PlanCase } from '../contract/case.ts';
import { CODES, type CodeName } from '../contract/code.ts';
import { ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import { judge } from './judge.ts';
import { outcomeFields } from './outcome-fields.ts';

const BODY = { length: 3, sha256: 'ab' };

/** The fields that differ of a call that ended so, and has or hasn't the message. */
function differing(code: Expectation['code'], actual: CodeName, sha256?: string): string[] {
  const observed = { seen: true };
  const testCase: PlanCase = {
    ...{ id: 'x/y', suite: 'x', title: '', tier: 'every', needs: [], source: '', plan: {} },
    expect: { ...(code === undefined ? {} : { code }), messages: [BODY], observed },
  };
  const messages = sha256 === undefined ? [] : [{ length: 3n, sha256 }];
  const outcome = create(OutcomeSchema, { code: CODES[actual], messages });
  const seen = { outcome, observation: create(ObservationSchema) };
  return judge(outcomeFields(testCase), seen).map(({ field }) => field);
}

it('wants the messages of a call that may fail where it is OK', () => {
  const either = ['OK', 'UNAVAILABLE'] as const;
  expect(differing(either, 'OK', 'ab')).toEqual([]);
  expect(differing(either, 'OK', 'cd')).toEqual(['messages[0]']);
  expect(differing(either, 'OK')).toEqual(['messages[0]']);
  expect(differing(either, 'UNAVAILABLE')).toEqual([]);
  expect(differing(either, 'INTERNAL')).toEqual(['code']);
});

it('wants them of every other call, whatever its code', () => {
  expect(differing('OK', 'UNAVAILABLE')).toEqual(['code', 'messages.count', 'messages[0]']);
  expect(differing(['ABORTED', 'UNAVAILABLE'], 'ABORTED')).toEqual([
    'messages.count',
    'messages[0]',
  ]);
});
