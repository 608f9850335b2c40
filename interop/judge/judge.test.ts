import { create } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import type { Case, Expectation } from '../contract/case.ts';
import { ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import { fieldsOf, judge } from './judge.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const message = (json: string) => ({ length: 1n, sha256: 'aa', json, firstBytes: bytes('') });

const expectation: Expectation = {
  code: 'NOT_FOUND',
  message: 'gone',
  messages: [{ json: { a: 1, b: ['x'] } }],
  headers: [{ name: 'x-head', values: ['1', '2'] }],
  trailers: [{ name: 'x-trail-bin', values: [Uint8Array.of(0, 255)] }],
  details: [{ typeUrl: 'type.googleapis.com/a.B', value: Uint8Array.of(1) }],
  durationMs: { min: 10, max: 20 },
  observed: {
    seen: true,
    messages: [{ json: {} }],
    metadata: [{ name: 'x-sent', values: ['yes'] }],
    cancelled: false,
    timeLeftMs: { min: 100, max: 200 },
  },
};

const testCase: Case = {
  id: 's/one',
  suite: 's',
  title: '',
  source: '',
  tier: 'every',
  needs: [],
  plan: { method: '/MyService/User' },
  expect: expectation,
};

const identity = { callId: 'call-1', userAgent: 'grpc-node-js/1' };

function good() {
  const outcome = create(OutcomeSchema, {
    code: 5,
    message: 'gone',
    messages: [message('{"b":["x"],"a":1}')],
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
    messages: [message('{}')],
  });
  return { outcome, observation };
}

const fields = fieldsOf(testCase, identity);

/** For each field, one change of what was seen that this field alone must notice. */
const BREAKS: Readonly<Record<string, (seen: ReturnType<typeof good>) => unknown>> = {
  code: ({ outcome }) => (outcome.code = 2),
  message: ({ outcome }) => (outcome.message = 'Gone'),
  'messages[0]': ({ outcome }) =>
    (outcome.messages = [
      {
        ...outcome.messages[0],
        ...message('{"a":1}'),
        $typeName: 'crosswire.peer.v1.ReceivedMessage',
      },
    ]),
  'headers.x-head': ({ outcome }) => outcome.headers.reverse(),
  'trailers.x-trail-bin': ({ outcome }) => outcome.trailers.pop(),
  details: ({ outcome }) => outcome.details.pop(),
  durationMs: ({ outcome }) => outcome.events.pop(),
  'observed.messages[0]': ({ observation }) => {
    const [first] = observation.messages;
    if (first !== undefined) first.json = '{"x":1}';
  },
  'observed.metadata.x-sent': ({ observation }) => observation.metadata.pop(),
  'observed.cancelled': ({ observation }) => (observation.cancelled = true),
  'observed.timeLeft': ({ observation }) => (observation.timeLeft = durationFromMs(201)),
  'observed.callId': ({ observation }) => observation.metadata.shift(),
  'observed.method': ({ observation }) => (observation.method = '/MyService/Health'),
  'observed.userAgent': ({ observation }) => observation.metadata.splice(1, 1),
  'observed.peerPort': ({ observation }) => (observation.peerAddress = '127.0.0.1:1'),
};

describe('judge', () => {
  it('finds nothing where all is as expected', () => {
    expect(judge(fields, good())).toEqual([]);
  });

  it.each(Object.keys(BREAKS))('notices %s, and nothing else', (name) => {
    const seen = good();
    BREAKS[name]?.(seen);
    expect(judge(fields, seen).map((one) => one.field)).toEqual([name]);
  });

  it('has a break for every field but counts and presence', () => {
    const names = fields.map((field) => field.name).filter((name) => !name.endsWith('.count'));
    expect(names.filter((name) => name !== 'observed.seen').sort()).toEqual(
      Object.keys(BREAKS).sort(),
    );
  });

  it('counts messages, on both sides', () => {
    const seen = good();
    seen.outcome.messages.pop();
    seen.observation.messages.push(...good().observation.messages);
    const differing = judge(fields, seen).map((one) => one.field);
    expect(differing).toEqual(['messages.count', 'messages[0]', 'observed.messages.count']);
  });

  it('says that the server has seen nothing, and no more of it', () => {
    const { outcome } = good();
    expect(judge(fields, { outcome, observation: undefined })).toEqual([
      { field: 'observed.seen', expected: 'true', actual: 'false' },
    ]);
  });

  it('wants of a call that need not be seen only that it was right if it was', () => {
    const observed = { seen: 'either', cancelled: false, timeLeftMs: ['none'] } as const;
    const either = fieldsOf({ ...testCase, expect: { observed } }, identity);
    const { outcome, observation } = good();
    expect(judge(either, { outcome, observation: undefined })).toEqual([]);
    delete observation.timeLeft;
    expect(judge(either, { outcome, observation })).toEqual([]);
    observation.cancelled = true;
    expect(judge(either, { outcome, observation })).toEqual([
      { field: 'observed.cancelled', expected: 'false', actual: 'true' },
    ]);
  });

  it('takes any code of a choice, and no other', () => {
    const either = fieldsOf(
      { ...testCase, expect: { ...expectation, code: ['OK', 'NOT_FOUND'] } },
      identity,
    );
    expect(judge(either, good())).toEqual([]);
    const { outcome, observation } = good();
    outcome.code = 99;
    expect(judge(either, { outcome, observation })).toEqual([
      { field: 'code', expected: 'OK or NOT_FOUND', actual: 'CODE_99' },
    ]);
  });

  it('lets a port be unknown on either side', () => {
    const { outcome, observation } = good();
    outcome.localPort = 0;
    expect(judge(fields, { outcome, observation })).toEqual([]);
  });
});
