import { expect, it } from 'vitest';
import { TYPE } from '../../contract/http2.ts';
import { badServer } from './bad-server/parts.ts';
import { CONNECTION, framed, type RawStep, wire } from './script.ts';

const ONE = { id: 1 };
const AT_ONE = { stream: { which: { case: 'id', value: 1 } } };
const AT_CONNECTION = { stream: { which: { case: 'id', value: 0 } } };
const duration = (seconds: bigint, nanos: number) => ({
  $typeName: 'google.protobuf.Duration',
  seconds,
  nanos,
});
const bytes = (...values: readonly number[]) => Buffer.from(values);

/** Each builder with all that it can say, and the step that it must make of that. */
const STEPS: Readonly<Record<string, readonly [RawStep, string, unknown]>> = {
  write: [wire.write('aé'), 'write', bytes(0x61, 0xc3, 0xa9)],
  'write of bytes': [wire.write(bytes(0, 255)), 'write', bytes(0, 255)],
  frame: [
    wire.frame(200, ONE, { flags: 255, payload: bytes(1), length: 0 }),
    'frame',
    { ...AT_ONE, type: 200, flags: 255, payload: bytes(1), length: 0 },
  ],
  'frame of no length of its own': [
    wire.frame(0, undefined),
    'frame',
    { type: 0, flags: 0, payload: new Uint8Array() },
  ],
  headers: [
    wire.headers(
      [
        ['a', 'é'],
        ['a', bytes(255)],
      ],
      { stream: 'new', endStream: true, cut: [1, 0], noEndHeaders: true },
    ),
    'headers',
    {
      stream: { which: { case: 'new', value: true } },
      fields: [
        { name: 'a', value: bytes(0xc3, 0xa9) },
        { name: 'a', value: bytes(255) },
      ],
      endStream: true,
      cut: [1, 0],
      noEndHeaders: true,
    },
  ],
  'headers, plain': [
    wire.headers([]),
    'headers',
    { fields: [], endStream: false, cut: [], noEndHeaders: false },
  ],
  block: [
    wire.block(bytes(0x80), { stream: ONE, endStream: true }),
    'headers',
    { ...AT_ONE, block: bytes(0x80), endStream: true },
  ],
  data: [
    wire.data(bytes(1, 2), { stream: { call: 2 }, endStream: true, padding: 7, frameSize: 1 }),
    'data',
    {
      stream: { which: { case: 'call', value: 2 } },
      payload: bytes(1, 2),
      endStream: true,
      padding: 7,
      frameSize: 1,
    },
  ],
  'rst by name': [
    wire.rst('CANCEL', ONE),
    'frame',
    { ...AT_ONE, type: TYPE.RST_STREAM, flags: 0, payload: bytes(0, 0, 0, 8) },
  ],
  'rst by number': [
    wire.rst(0x01020304),
    'frame',
    { type: TYPE.RST_STREAM, flags: 0, payload: bytes(1, 2, 3, 4) },
  ],
  goaway: [
    wire.goaway('ENHANCE_YOUR_CALM', 5),
    'frame',
    { ...AT_CONNECTION, type: TYPE.GOAWAY, flags: 0, payload: bytes(0, 0, 0, 5, 0, 0, 0, 11) },
  ],
  ping: [
    wire.ping(9),
    'frame',
    { ...AT_CONNECTION, type: TYPE.PING, flags: 0, payload: bytes(0, 0, 0, 0, 0, 0, 0, 9) },
  ],
  settings: [
    wire.settings([
      [3, 100],
      [0x0102, 0xffffffff],
    ]),
    'frame',
    {
      ...AT_CONNECTION,
      type: TYPE.SETTINGS,
      flags: 0,
      payload: bytes(0, 3, 0, 0, 0, 100, 1, 2, 255, 255, 255, 255),
    },
  ],
  windowUpdate: [
    wire.windowUpdate(0x7fffffff, CONNECTION),
    'frame',
    { ...AT_CONNECTION, type: TYPE.WINDOW_UPDATE, flags: 0, payload: bytes(127, 255, 255, 255) },
  ],
  sleep: [wire.sleep(1500), 'sleep', duration(1n, 500_000_000)],
  close: [wire.close(), 'close', { reset: false }],
  'close with a reset': [wire.close(true), 'close', { reset: true }],
  repeat: [
    wire.repeat(3, [wire.close()]),
    'repeat',
    { count: 3, steps: [{ action: { case: 'close', value: { reset: false } } }] },
  ],
  awaitEnd: [
    wire.awaitEnd(ONE, 4500),
    'await',
    {
      ...AT_ONE,
      until: { case: 'end', value: true },
      limit: duration(4n, 500_000_000),
    },
  ],
  awaitReset: [wire.awaitReset(), 'await', { until: { case: 'reset', value: true } }],
  awaitFrames: [
    wire.awaitFrames(TYPE.DATA, 2, ONE),
    'await',
    { ...AT_ONE, until: { case: 'frames', value: { type: TYPE.DATA, count: 2 } } },
  ],
  awaitAcks: [
    wire.awaitAcks(TYPE.PING, 2),
    'await',
    {
      ...AT_CONNECTION,
      until: { case: 'frames', value: { type: TYPE.PING, count: 2, ack: true } },
    },
  ],
  awaitCalls: [wire.awaitCalls(2), 'await', { until: { case: 'calls', value: 2 } }],
  awaitBytes: [wire.awaitBytes(24), 'await', { until: { case: 'bytes', value: 24 } }],
  awaitClosed: [
    wire.awaitClosed(1000),
    'await',
    { until: { case: 'closed', value: true }, limit: duration(1n, 0) },
  ],
};

it.each(Object.entries(STEPS))('%s keeps all that it is given', (_, [step, name, value]) => {
  expect(step.action?.case).toBe(name);
  expect(step.action?.value).toEqual(value);
});

it('a message has its flag and its length before it, right or wrong', () => {
  expect(framed(bytes(7, 8))).toEqual(bytes(0, 0, 0, 0, 2, 7, 8));
  expect(framed(bytes(7), { flag: 1, length: 0x01020304 })).toEqual(bytes(1, 1, 2, 3, 4, 7));
});

const CASE = { id: 'i', title: 't', source: 's', code: 'OK' } as const;

it('a bad server keeps what its connection is like, and waits for the request unless told otherwise', () => {
  const connection = {
    steps: [wire.ping()],
    settings: [{ id: 3, value: 1 }],
    ...{ chunk: 1, noPreface: true, noAcks: true, noWindows: true, notHttp2: true },
  };
  const end = wire.close();
  expect(badServer({ ...CASE, connection, steps: [end] }).rawServer).toEqual([
    { ...connection, calls: [{ steps: [wire.awaitEnd(), end] }] },
  ]);
  expect(badServer({ ...CASE, atOnce: [end] }).rawServer).toEqual([{ calls: [{ steps: [end] }] }]);
});
