import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { Direction, type Frame, Frame_Kind, MyService } from '../contract/generated.ts';
import type { Recorded } from '../contract/wire.ts';
import { CALL, frame, prefixed, record } from './fixtures/frames.ts';
import { transcriptJsonl } from './jsonl.ts';
import { messagesOf } from './messages.ts';
import { transcriptText } from './text.ts';

const recorded = (frames: readonly Frame[]): Recorded => ({
  result: {
    case: 'users/two-users-by-id',
    cell: { client: 'one', server: 'other', protocol: 'grpc', transport: 'h2c' },
    verdict: 'passed',
    durationMs: 1,
    differences: [],
  },
  before: {
    verdict: 'failed',
    differences: [{ field: 'message', expected: 'a', actual: '\u001b[2Jb' }],
  },
  record: { openedAt: new Date('2026-01-02T03:04:05Z'), frames, framesLeftOut: 3, applied: [] },
});

const textOf = (frames: readonly Frame[]) =>
  transcriptText(recorded(frames), messagesOf(frames)).split('\n');

it('tells a call a line a frame, with header fields and messages, and what came of both tries', () => {
  const lines = textOf(CALL);
  expect(lines).toContain('users/two-users-by-id · one → other grpc h2c');
  expect(lines).toContain('  ✗ message: expected a; actual ␛[2Jb');
  expect(lines).toContain('     2.000   1 → SETTINGS 0, 6 bytes: MAX_CONCURRENT_STREAMS 100');
  expect(lines).toContain('                :path: /MyService/User');
  expect(lines).toContain('     6.000   1 → DATA 1 END_STREAM PADDED, 9 bytes');
  const request = '                message /MyService/User request, 4 bytes: {"userIDs":[1,2]}';
  expect(lines.indexOf(request)).toBe(
    lines.indexOf('     6.000   1 → DATA 1 END_STREAM PADDED, 9 bytes') + 1,
  );
  expect(lines).toContain('                grpc-message: ␛[31mred');
  expect(lines).toContain('    11.000   1 ← ended');
  expect(lines).toContain('… and 3 more that were only counted');
});

it('shows the beginning and the end of a long one, and how much is between', () => {
  const pings = Array.from({ length: 6_000 }, () =>
    frame(Direction.TO_CLIENT, 6, 0, Buffer.alloc(8)),
  );
  const lines = textOf(record(pings));
  const shown = lines.filter((line) => line.includes('PING'));
  expect(shown).toHaveLength(5_000);
  expect(shown.at(-1)).toContain('5999.000');
  expect(lines).toContain('… 1,000 frames, in the other files …');
});

it('lets nothing of a peer reach a terminal as it was', () => {
  const hostile = record([
    { kind: Frame_Kind.BYTES, payload: Buffer.from('\u001b]0;x\u0007\u202e') },
    frame(Direction.TO_CLIENT, 7, 0, Buffer.from('\0\0\0\0\0\0\0\0\u001b[31m')),
  ]);
  const text = textOf(hostile).join('\n');
  expect(text).toContain('␛]0;x␇\\u{202e}');
  expect(text).not.toContain('\u001b');
});

it('has every frame in the lines for programs, as ProtoJSON, with its messages', () => {
  const lines = transcriptJsonl(CALL, messagesOf(CALL)).trimEnd().split('\n');
  expect(lines).toHaveLength(CALL.length);
  expect(JSON.parse(lines[8] ?? '')).toMatchObject({
    direction: 'DIRECTION_TO_CLIENT',
    kind: 'KIND_FRAME',
    messages: [{ what: '/MyService/User response', json: '{"message":"success"}' }],
  });
});

const { output } = MyService.method.user;
const long = toBinary(output, create(output, { message: 'x'.repeat(2_000_000) }));

function response(encoding: string, body: Uint8Array) {
  const path = { name: ':path', value: Buffer.from('/MyService/User') };
  const encoded = { name: 'grpc-encoding', value: Buffer.from(encoding) };
  const frames = record([
    frame(Direction.TO_SERVER, 1, 4, Buffer.alloc(0), { headers: [path] }),
    frame(Direction.TO_CLIENT, 1, 4, Buffer.alloc(0), { headers: [encoded] }),
    frame(Direction.TO_CLIENT, 0, 0, body),
  ]);
  return [...messagesOf(frames).values()].flat();
}

it('inflates compressed messages, and no bomb', () => {
  const small = gzipSync(toBinary(output, create(output, { message: 'hello' })));
  expect(response('gzip', prefixed(small, 1))).toMatchObject([
    { compressed: true, json: '{"message":"hello"}' },
  ]);
  const [bomb] = response('gzip', prefixed(gzipSync(long), 1));
  expect(bomb?.json).toBeUndefined();
  expect(bomb?.problem).toMatch(/larger than/);
});

it.each([
  ['an encoding that nobody knows', 'snappy', prefixed(Buffer.from('abc'), 1), 'by snappy'],
  ['bytes that are no message', '', prefixed(Buffer.from([0xff, 0xff])), 'premature EOF'],
  ['a long one', '', prefixed(long), 'too long'],
])('shows first bytes and the reason of %s', (_, encoding, body, problem) => {
  const [message] = response(encoding, body);
  expect(message?.json).toBeUndefined();
  expect(message?.problem).toContain(problem);
  expect(message?.firstBytes).toMatch(/^[0-9a-f]+$/);
});

it('finds messages wherever frames are cut, and leaves out one that does not end', () => {
  const bytes = Buffer.concat([
    prefixed(toBinary(output, create(output, { message: 'one' }))),
    prefixed(toBinary(output, create(output, { message: 'two' }))),
    Buffer.from([0, 0, 0, 1]),
  ]);
  const path = { name: ':path', value: Buffer.from('/MyService/User') };
  for (let size = 1; size <= bytes.length; size++) {
    const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      frame(Direction.TO_CLIENT, 0, 0, bytes.subarray(at * size, (at + 1) * size)),
    );
    const frames = record([
      frame(Direction.TO_SERVER, 1, 4, Buffer.alloc(0), { headers: [path] }),
      ...parts,
    ]);
    const found = [...messagesOf(frames).values()].flat().map(({ json }) => json);
    expect(found).toEqual(['{"message":"one"}', '{"message":"two"}']);
  }
});

it('takes no time over a frame of a million empty messages', () => {
  const started = performance.now();
  expect(response('', Buffer.alloc(5_000_000))).toHaveLength(10_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});
