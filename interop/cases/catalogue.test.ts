import { expect, it } from 'vitest';
import { isScenario } from '../contract/case.ts';
import { field, pattern, varint } from './bytes.ts';
import { CASES, SUITES } from './catalogue.ts';
import { suite } from './define.ts';

const CALLS = CASES.flatMap((one) => (isScenario(one) ? [] : [one]));

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

it('judges every call by its code, or by facts where the client is the raw one', () => {
  for (const one of CALLS) {
    const { code, facts } = one.expect;
    const judged = one.plan.raw === undefined ? code : facts;
    expect(judged, one.id).toBeDefined();
    expect(one.plan.raw === undefined ? facts : code, one.id).toBeUndefined();
  }
});

it('plays raw scripts in the cells that have the raw peer, and nowhere else', () => {
  for (const one of CALLS) {
    expect(one.tier === 'raw-server', one.id).toBe(one.rawServer !== undefined);
    expect(one.tier === 'raw-client', one.id).toBe(one.plan.raw !== undefined);
    const facts = one.expect.observed.facts;
    expect(facts === undefined || one.tier === 'raw-server', one.id).toBe(true);
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
