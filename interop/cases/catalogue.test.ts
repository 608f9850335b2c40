import { expect, it } from 'vitest';
import { field, pattern, varint } from './bytes.ts';
import { CASES, SUITES } from './catalogue.ts';
import { suite } from './define.ts';

it('has at least 100 cases, each with an id of its own below its suite', () => {
  const ids = CASES.map((one) => one.id);
  expect(ids.length).toBeGreaterThanOrEqual(100);
  expect(new Set(ids).size).toBe(ids.length);
  for (const one of CASES) expect(one.id.startsWith(`${one.suite}/`)).toBe(true);
  expect(new Set(SUITES.map((one) => one.id)).size).toBe(SUITES.length);
});

it('every case says what holds and by which source', () => {
  for (const one of CASES) {
    expect(one.title, one.id).not.toBe('');
    expect(one.source, one.id).not.toBe('');
    expect(one.id).toMatch(/^[\w./-]+$/);
  }
});

it('an id given twice is an error', () => {
  const [one] = CASES;
  if (one === undefined) throw new Error('no case');
  expect(() => suite('x', [one, one])).toThrow('is there twice');
});

it('writes bytes as the encoding guide does', () => {
  expect(varint(150).toString('hex')).toBe('9601');
  expect(field(2, Buffer.from('testing')).toString('hex')).toBe('120774657374696e67');
  expect([...pattern(3, 250)]).toEqual([250, 0, 1]);
});
