import { describe, expect, it } from 'vitest';
import { cut, field, tail, visible, visibleLines } from './sanitize.ts';

describe('visible', () => {
  it('leaves ordinary text of any script alone', () => {
    const text = 'Hi gRPC, 张伟 · é ✓ 🙂';
    expect(visible(text)).toBe(text);
  });

  it.each([
    ['an ANSI colour', '\u001b[31mred', '␛[31mred'],
    ['a title-setting sequence', '\u001b]0;x\u0007', '␛]0;x␇'],
    ['NUL and DEL', 'a\0b\u007f', 'a␀b␡'],
    ['line ends and tabs', 'a\r\n\tb', 'a␍␊␉b'],
    ['C1 controls', '\u009b31m', '\\u{9b}31m'],
    ['bidi overrides', 'abc\u202edef\u2066', 'abc\\u{202e}def\\u{2066}'],
    ['zero-width characters', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['line separators', 'a\u2028b', 'a\\u{2028}b'],
    ['lone surrogates', 'a\ud800b\udc00', 'a\\u{d800}b\\u{dc00}'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['non-characters', '\uffff', '\\u{ffff}'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('changes nothing the second time', () => {
    const once = visible('\u001b[2K\u202e\ud800');
    expect(visible(once)).toBe(once);
  });
});

describe('visibleLines', () => {
  it('keeps line ends as lines, and makes tabs blanks', () => {
    expect(visibleLines('a\r\n\tb\u001b[0m\nc')).toEqual(['a', '    b␛[0m', 'c']);
  });
});

describe('cut', () => {
  it('says how much is missing', () => {
    expect(cut('x'.repeat(12_345), 3)).toBe('xxx… (12,342 more characters)');
    expect(cut('xxx', 3)).toBe('xxx');
  });

  it('parts no surrogate pair', () => {
    expect(cut('ab🙂cd', 3)).toBe('ab… (4 more characters)');
  });
});

describe('10 MB of a peer', () => {
  const huge = '\u001b[31m'.repeat(2_000_000);

  it('is cut before it is worked on', () => {
    const before = process.cpuUsage();
    expect(field(huge).length).toBeLessThan(400);
    expect(tail(huge, { lines: 15, lineLength: 240 }).join('').length).toBeLessThan(20_000);
    // Its own time, in microseconds: the machine may be busy with others.
    expect(process.cpuUsage(before).user).toBeLessThan(400_000);
  });
});

describe('tail', () => {
  const limits = { lines: 2, lineLength: 10 };

  it('keeps the last lines and says that there were more', () => {
    expect(tail('a\nb\nc\n', limits)).toEqual(['… (earlier output left out)', 'b', 'c']);
    expect(tail('b\nc\n', limits)).toEqual(['b', 'c']);
  });

  it('is empty for empty output', () => {
    expect(tail('', limits)).toEqual([]);
    expect(tail('\n', limits)).toEqual([]);
  });

  it('cuts long lines', () => {
    expect(tail('x'.repeat(30), limits)).toEqual(['xxxxxxxxxx… (20 more characters)']);
  });
});
