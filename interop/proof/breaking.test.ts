import { create } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import type { Expectation, PlanCase } from '../contract/case.ts';
import { Direction, Frame_Kind, ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type { Field, Seen } from '../judge/field.ts';
import { fieldsOf, judge } from '../judge/judge.ts';
import { breakAll, type Judge } from './breaking.ts';
import { breakingsOf, UNTOLD } from './changes.ts';
import { made } from './frames.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const message = (json: string) => ({ length: 1n, sha256: 'abc', json, firstBytes: bytes('') });

const expectation: Expectation = {
  code: ['NOT_FOUND', 'ABORTED'],
  message: 'gone',
  messages: [{ json: { a: 1, b: ['x', 'y'] } }, { json: {}, without: ['plan'] }],
  headers: [{ name: 'x-head', values: ['1', '2'] }],
  trailers: [{ name: 'x-trail-bin', values: [Uint8Array.of(0, 255)] }],
  details: [{ typeUrl: 'type.googleapis.com/a.B', value: Uint8Array.of(1) }],
  durationMs: { min: 10, max: 20 },
  facts: { goaway: 'none', 'settings acks': '1' },
  observed: {
    seen: true,
    messages: [{ length: 1, sha256: 'abc' }],
    metadata: [{ name: 'x-sent', values: ['yes'] }],
    cancelled: false,
    timeLeftMs: { min: 100, max: 200 },
  },
};

const testCase: PlanCase = {
  ...{ id: 's/one', suite: 's', title: '', source: '', tier: 'every', needs: [] },
  plan: { method: '/MyService/User' },
  expect: expectation,
};

const outcome = create(OutcomeSchema, {
  code: 5,
  message: 'gone',
  messages: [message('{"b":["x","y"],"a":1}'), message('{"plan":{"a":1}}')],
  headers: [
    { name: 'X-Head', value: bytes('1') },
    { name: 'x-head', value: bytes('2') },
  ],
  trailers: [{ name: 'x-trail-bin', value: Uint8Array.of(0, 255) }],
  details: [{ typeUrl: 'type.googleapis.com/a.B', value: Uint8Array.of(1) }],
  events: [
    { step: 0, kind: 1, ns: 0n },
    { step: -1, kind: 8, ns: 15_000_000n },
  ],
  localPort: 4711,
  frames: [made({ kind: Frame_Kind.FRAME, type: 4, flags: 1, direction: Direction.TO_CLIENT })],
});
const observation = create(ObservationSchema, {
  method: '/MyService/User',
  peerAddress: '127.0.0.1:4711',
  metadata: [
    { name: 'crosswire-call-id', value: bytes('call-1') },
    { name: 'user-agent', value: bytes('grpc-node-js/1.14.7') },
    { name: 'x-sent', value: bytes('yes') },
  ],
  timeLeft: durationFromMs(150),
  messages: [message('')],
});
const seen: Seen = { outcome, observation };
const fields = fieldsOf(testCase, { callId: 'call-1', userAgent: 'grpc-node-js/1' });
const breakings = (field: string) => breakingsOf(testCase, field, seen);

describe('breakAll', () => {
  it('proves every field that the judge has, both bounds, and the order', () => {
    const proven = breakAll(testCase, fields, seen, { judge, breakings });
    expect(proven.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const names = proven.map(({ field }) => field);
    expect(names).toContain('durationMs, too short');
    expect(names).toContain('durationMs, too long');
    expect(names).toContain('observed.timeLeft, too short');
    expect(names).toContain('messages, order');
    expect(names.length).toBeGreaterThan(fields.length);
  });

  it('leaves what was recorded as it is', () => {
    breakAll(testCase, fields, seen, { judge, breakings });
    expect(judge(fields, seen)).toEqual([]);
  });

  it('fails a field that reads nothing of what was seen', () => {
    const blind: Field = { name: 'code', expected: 'NOT_FOUND', read: () => 'NOT_FOUND' };
    const [first] = breakAll(testCase, [blind], seen, { judge, breakings });
    expect(first?.problem).toContain('overlooked');
  });

  it('fails a field that nothing here knows how to break', () => {
    const new_: Field = { name: 'colour', expected: 'red', read: () => 'red' };
    const [first] = breakAll(testCase, [new_], seen, { judge, breakings });
    expect(first).toEqual({
      case: 's/one',
      field: 'colour',
      problem: 'there is nothing that breaks it',
    });
  });

  it.each([
    ['code', { problem: 'nothing was recorded that could be changed' }],
    ['observed.peerPort', { leftOut: UNTOLD['observed.peerPort'] }],
  ])('does not take %s for proven where nothing of it was recorded', (name, expected) => {
    const none = () => [{ name, field: name, changes: [], follow: () => false }];
    const one = fields.filter((field) => field.name === name);
    const proven = breakAll(testCase, one, seen, { judge, breakings: none });
    expect(proven).toEqual([{ case: 's/one', field: name, ...expected }]);
  });

  it.each(fields.map(({ name }) => name))('fails a judge that overlooks %s', (name) => {
    const overlooks: Judge = (all, what) => judge(all, what).filter(({ field }) => field !== name);
    const proven = breakAll(testCase, fields, seen, { judge: overlooks, breakings });
    const short = proven.filter(({ problem }) => problem !== undefined).map(({ field }) => field);
    expect(short.length).toBeGreaterThan(0);
    const list = name.replace(/\[.*$/, '');
    for (const one of short) expect(one.startsWith(name) || one === `${list}, order`).toBe(true);
  });

  it('fails a judge that blames another field too', () => {
    const loose: Judge = (all, what) => {
      const told = judge(all, what);
      return told.length === 0 ? told : [...told, { field: 'loose', expected: '', actual: '' }];
    };
    const proven = breakAll(testCase, fields, seen, { judge: loose, breakings });
    expect(proven.every(({ problem }) => problem?.includes('also loose'))).toBe(true);
  });

  it('fails a bound that the judge does not keep', () => {
    const open: Field = {
      ...{ name: 'durationMs', expected: 'between 10 and 20', read: () => '15' },
      holds: ({ outcome: { events } }) => Number(events[1]?.ns) / 1e6 >= 10,
    };
    const proven = breakAll(testCase, [open], seen, { judge, breakings });
    expect(proven.map(({ field, problem }) => [field, problem !== undefined])).toEqual([
      ['durationMs, too short', false],
      ['durationMs, too long', true],
    ]);
  });

  it('takes a field that differed when it was recorded for told', () => {
    const other = { outcome, observation: { ...observation, cancelled: true } };
    const proven = breakAll(testCase, fields, other, { judge, breakings });
    expect(proven.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
