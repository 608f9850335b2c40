import { expect, it } from 'vitest';
import { field, pattern } from '../bytes.ts';
import { bodyOfEncoded, bodyOfFramed } from './lengths.ts';

it.each([3, 129, 132, 1_000, 1_001, 16_379, 65_530, 4 * 1024 * 1024])(
  'finds the body of a message of %i bytes',
  (size) => {
    expect(field(2, pattern(bodyOfEncoded(size)))).toHaveLength(size);
  },
);

it('counts the prefix', () => {
  expect(bodyOfFramed(16_384)).toBe(bodyOfEncoded(16_379));
});

it.each([0, 1, 2, 130])('has none of %i bytes', (size) => {
  expect(() => bodyOfEncoded(size)).toThrow(`no Probe message has ${size} bytes`);
});
