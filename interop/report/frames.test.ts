import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  Direction,
  Frame_Kind,
  FrameSchema,
  ObservationSchema,
  OutcomeSchema,
} from '../contract/generated.ts';
import { failureLines } from './failure.ts';
import { frameText } from './frames.ts';
import { cell, evidence, MIXED, result } from './sample.ts';

type Init = Omit<MessageInitShape<typeof FrameSchema>, '$typeName'>;
const frame = (init: Init) =>
  create(FrameSchema, {
    ...{ connection: 1, direction: Direction.TO_CLIENT, kind: Frame_Kind.FRAME, ns: 1_250_000n },
    ...init,
  });
const status = { name: ':status', value: Buffer.from('200') };

describe('frameText', () => {
  it.each([
    [{ type: 1, flags: 4, streamId: 1, headers: [status] }, 'HEADERS 1 0x4 :status: 200'],
    [
      { type: 3, streamId: 5, payload: Uint8Array.of(0, 0, 0, 8), length: 4 },
      'RST_STREAM 5 0x0 CANCEL',
    ],
    [{ type: 7, payload: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 99) }, 'GOAWAY 0 0x0 code 99'],
    [{ type: 3, streamId: 1, payload: Uint8Array.of(0), length: 1 }, 'RST_STREAM 1 0x0 1 bytes 00'],
    [{ type: 66, length: 2, payload: Uint8Array.of(1, 2) }, 'type 66 0 0x0 2 bytes 0102'],
    [{ kind: Frame_Kind.BYTES, payload: Buffer.from('HTTP/1.1 400\r\n') }, '"HTTP/1.1 400\\r\\n"'],
    [{ kind: Frame_Kind.ENDED, note: 'said why' }, 'ended said why'],
  ])('%j', (init: Init, text) => {
    expect(frameText(frame(init))).toBe(`1.3 ms 1 ← ${text}`);
  });

  it('shows a note of the raw peer as what it is', () => {
    const { UNSPECIFIED: direction } = Direction;
    const note = frame({ direction, kind: Frame_Kind.UNSPECIFIED, note: 'waited in vain' });
    expect(frameText(note)).toBe('1.3 ms 1 waited in vain');
  });
});

const lines = (side: 'outcome' | 'observation', field: string) => {
  const frames = Array.from({ length: 30 }, () => frame({ type: 1, headers: [status] }));
  const sides = {
    outcome: create(OutcomeSchema, { frames }),
    observation: create(ObservationSchema, { method: '/a/b', frames }),
  };
  const differences = [{ field, expected: 'none', actual: 'CANCEL' }];
  const at = { cell: cell('go-grpc', 'raw'), differences };
  const failed = result('failed', { ...at, evidence: evidence({ [side]: sides[side] }) });
  return failureLines(failed, MIXED).map(({ text }) => text);
};

describe('a raw peer in a failure', () => {
  it.each([
    ['outcome', 'facts.resets'],
    ['observation', 'observed.facts.resets'],
    ['observation', 'observed.seen'],
  ] as const)('shows the first frames of its %s, marked where %s differs', (side, field) => {
    const text = lines(side, field);
    expect(text.filter((one) => one.startsWith('    ✗ '))).toEqual(['    ✗ frames       30:']);
    expect(text.filter((one) => one.includes('HEADERS 0'))).toHaveLength(24);
    expect(text.some((one) => one.endsWith('… and 6 more'))).toBe(true);
  });

  it('shows no code that nobody saw', () => {
    const text = lines('outcome', 'facts.reply').join('\n');
    expect(text.split('observation')[0]).not.toContain('code');
  });
});
