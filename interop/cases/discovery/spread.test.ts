import { describe, expect, it } from 'vitest';
import type { Seen } from '../../contract/stage.ts';
import { chiSquare, counts, goesRound, orderText, repeats, spreadText } from './spread.ts';

const NAMES = ['x', 'y', 'z'];
const seen = (servers: string): Seen[] =>
  [...servers].map((letter) => ({
    callId: '',
    code: letter === '!' ? 'UNAVAILABLE' : 'OK',
    outcome: {} as Seen['outcome'],
    server: letter === '!' || letter === '-' ? undefined : letter,
    startedMs: 0,
    endedMs: 0,
  }));

describe('a spread', () => {
  it('counts by server, and tells what went elsewhere or failed', () => {
    expect(counts(seen('xyzxx'), NAMES)).toEqual([3, 1, 1]);
    expect(spreadText(seen('xyzxx'), NAMES)).toBe('3 1 1');
    expect(spreadText(seen('xy!-w'), NAMES)).toBe('1 1 0, 3 elsewhere, 1 failed');
  });

  it('shows the order as letters', () => {
    expect(orderText(seen('zxy-w'), NAMES)).toBe('cab??');
  });
});

describe('going round', () => {
  it('holds wherever the round begins', () => {
    expect(goesRound('abcabc', 3)).toBe(true);
    expect(goesRound('cabcab', 3)).toBe(true);
  });

  it.each(['abcacb', 'aabbcc', 'ababab', 'ab?ab?', 'abcab?'])('does not hold for %s', (order) => {
    expect(goesRound(order, 3)).toBe(false);
  });
});

describe('chance', () => {
  it('has a chi-square by hand', () => {
    expect(chiSquare([40, 40, 40])).toBe(0);
    expect(chiSquare([60, 30, 30])).toBe(15); // 400/40 + 100/40 + 100/40
  });

  it('counts a server that comes right after itself', () => {
    expect(repeats('abcabc')).toBe(0);
    expect(repeats('aabbbc')).toBe(3);
  });
});
