import { toJson } from '@bufbuild/protobuf';
import { DurationSchema } from '@bufbuild/protobuf/wkt';
import { expect, it } from 'vitest';
import { durationOf } from './time.ts';

it.each([
  [0, '0s'],
  [1.5, '0.001500s'],
  [99_999_999 * 3_600_000, '315576000000s'],
])('%d ms is %s in JSON', (ms, json) => {
  expect(toJson(DurationSchema, durationOf(ms))).toBe(json);
});
