import { create } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import type { ExpectedObservation } from '../contract/case.ts';
import { ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import { judge } from './judge.ts';
import { timeLeftField } from './time-left.ts';

type Expected = NonNullable<ExpectedObservation['timeLeftMs']>;

function told(expected: Expected, left: number | undefined): string | undefined {
  const timeLeft = left === undefined ? {} : { timeLeft: durationFromMs(left) };
  const seen = {
    outcome: create(OutcomeSchema),
    observation: create(ObservationSchema, timeLeft),
  };
  return judge([timeLeftField(expected)], seen)[0]?.actual;
}

const DAY = 86_400_000;

describe('time left', () => {
  it.each<[Expected, number | undefined, string | undefined]>([
    [{ min: 10, max: 20 }, 10, undefined],
    [{ min: 10, max: 20 }, 20, undefined],
    [{ min: 10, max: 20 }, 21, '21 ms'],
    [{ min: 0, max: 20 }, undefined, 'none'],
    ['none', undefined, undefined],
    ['none', 5, '5 ms'],
    [['none', { min: 10, max: 20 }], undefined, undefined],
    [['none', { min: 10, max: 20 }], 15, undefined],
    [['none', { min: 10, max: 20 }], 998, 'about 1 s'],
    [['none', { min: 10, max: 20 }], 0, 'about 0 s'],
    [['none'], -20, 'over'],
    [['none'], 95_000, 'about 2 min'],
    [['none'], 6.4 * 3_600_000, 'about 6 h'],
    [['none'], 14.07 * DAY, 'about 14 days'],
  ])('of %j, where it was %s, is told as %s', (expected, left, text) => {
    expect(told(expected, left)).toBe(text);
  });
});
