import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { Frame_Kind, FrameSchema } from '../../contract/generated.ts';
import type { WireRecord } from '../../contract/wire.ts';
import { joined } from './taps.ts';

const OPENED_AT = new Date(0);

function record(connections: readonly number[], more: Partial<WireRecord>): WireRecord {
  const frames = connections.flatMap((connection) => [
    create(FrameSchema, { connection, ns: 10n, kind: Frame_Kind.OPENED }),
    create(FrameSchema, { connection, ns: 2_000_000n, kind: Frame_Kind.FRAME, note: 'n' }),
  ]);
  return { openedAt: new Date(), frames, framesLeftOut: 0, applied: [], ...more };
}

it('joins records: connections numbered on, times since the stage began, and sums', () => {
  const first = { server: 'a 1', openedMs: 0 };
  const second = { server: 'b 2', openedMs: 1 };
  const all = joined(
    OPENED_AT,
    [first, second],
    [
      record([1, 2], { framesLeftOut: 3, applied: [1, 0] }),
      record([1], { framesLeftOut: 4, applied: [2, 5] }),
    ],
  );
  expect(all).toMatchObject({ openedAt: OPENED_AT, framesLeftOut: 7, applied: [3, 5] });
  const told = all.frames.map(({ connection, ns, note }) => [connection, ns, note]);
  expect(told).toEqual([
    [1, 10n, 'a 1'],
    [2, 10n, 'a 1'],
    [3, 1_000_010n, 'b 2'],
    [1, 2_000_000n, 'n'],
    [2, 2_000_000n, 'n'],
    [3, 3_000_000n, 'n'],
  ]);
});

it('a tap over which nothing went takes no number', () => {
  const taps = ['a 1', 'b 2'].map((server) => ({ server, openedMs: 0 }));
  const all = joined(OPENED_AT, taps, [record([], {}), record([1], {})]);
  expect(all.frames.map(({ connection }) => connection)).toEqual([1, 1]);
});
