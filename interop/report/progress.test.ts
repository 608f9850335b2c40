import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wantsColour } from './paint.ts';
import { createProgress } from './progress.ts';
import { result } from './sample.ts';

class Recorder {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 40;

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

function start(isTTY: boolean) {
  const stream = new Recorder(isTTY);
  return { stream, progress: createProgress(stream) };
}

describe('without a terminal', () => {
  it('writes notes at once, a line every five seconds, and the end', () => {
    const { stream, progress } = start(false);
    progress.note('building go');
    vi.advanceTimersByTime(5000);
    progress.plan(4);
    progress.result(result('passed'));
    progress.result(result('failed'));
    vi.advanceTimersByTime(5000);
    progress.result(result('not-run'));
    progress.end();
    expect(stream.text.split('\n')).toEqual([
      'building go',
      '5.0 s · building go',
      '2/4 · 50 % · 0/s · 1 failed · 5.0 s',
      '3/4 · 75 % · 1/s · 1 failed · 1 not run · 5.0 s',
      '',
    ]);
  });

  it('writes no escape sequence, whatever a note holds', () => {
    const { stream, progress } = start(false);
    progress.note('\u001b[31mred');
    progress.end();
    expect(stream.text).toBe('␛[31mred\n');
  });
});

describe('on a terminal', () => {
  const ERASE = '\r\u001b[2K';

  it('redraws one line that fits, and removes it at the end', () => {
    const { stream, progress } = start(true);
    progress.plan(1000);
    progress.result(result('passed'));
    vi.advanceTimersByTime(1000);
    const drawn = stream.text.split(ERASE).slice(1);
    expect(drawn).toHaveLength(5);
    expect(drawn.at(-1)).toBe('1/1000 · 0 % · 1/s · 0 failed · 1.0 s');
    expect(stream.text).not.toContain('\n');
    progress.end();
    expect(stream.text.endsWith(`${ERASE}1/1000 · 0 % · 1/s · 0 failed · 1.0 s\n`)).toBe(true);
  });

  it('cuts a long note in the redrawn line only', () => {
    const { stream, progress } = start(true);
    const note = 'x'.repeat(60);
    progress.note(note);
    vi.advanceTimersByTime(200);
    progress.end();
    const [, printed, drawn] = stream.text.split(ERASE);
    expect(printed).toBe(`${note}\n`);
    expect(drawn).toHaveLength(39);
  });

  it('says nothing more after the end, and starts anew for a second run', () => {
    const { stream, progress } = start(true);
    progress.plan(2);
    progress.end();
    const before = stream.text;
    vi.advanceTimersByTime(10_000);
    expect(stream.text).toBe(before);
    progress.plan(3);
    progress.end();
    expect(stream.text).toContain('0/3 ');
  });
});

describe('wantsColour', () => {
  it('only on a terminal that may have it', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({}, {})).toBe(false);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
  });
});
