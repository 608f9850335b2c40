import { describe, expect, it } from 'vitest';
import type { Finding } from '../contract/result.ts';
import { differencesText, sides } from './difference.ts';
import { casePattern } from './pattern.ts';
import { CODE_DIFFERENCE, cell, MIXED, result, run } from './sample.ts';
import { displayWidth, fit, padEnd } from './width.ts';
import {
  durationText,
  findingText,
  isGreen,
  orderedFindings,
  repeatCommand,
  summaryText,
} from './wording.ts';

const FINDING: Finding = {
  verdict: 'failed',
  guilty: { side: 'server', peer: 'ts-connect' },
  differences: [CODE_DIFFERENCE],
  cases: ['exceptions/unary/native-error', 'exceptions/bidi/native-error'],
  seenBy: ['a', 'b', 'c', 'd', 'e', 'f'],
  of: 6,
};

describe('casePattern', () => {
  it.each([
    [['a/b/c'], 'a/b/c'],
    [['exceptions/unary/native', 'exceptions/bidi/native'], 'exceptions/*/native'],
    [['status/unary/code-1', 'status/unary/code-16'], 'status/unary/code-*'],
    [['status/unary/x', 'status/deep/er/x'], 'status/**'],
    [['a', 'b/c'], '**'],
  ])('%j is %s', (ids, pattern) => {
    expect(casePattern(ids)).toBe(pattern);
  });
});

describe('findingText', () => {
  it('names who, what, where, and who sees it', () => {
    expect(findingText(FINDING)).toBe(
      'ts-connect server: code INTERNAL instead of UNKNOWN · ' +
        'exceptions/*/native-error (2 cases) · 6 of 6 clients',
    );
  });

  it('names the raw peer as the witness that it is', () => {
    const beside = { ...FINDING, seenBy: ['raw'], of: 1 };
    expect(findingText(beside)).toMatch(/\(2 cases\) · raw$/);
  });

  it('gives the reason where nothing could be compared', () => {
    const crashed = { ...FINDING, differences: [], reason: 'the peer crashed' };
    expect(findingText(crashed)).toMatch(/^ts-connect server: the peer crashed · /);
  });

  it('has no witnesses for a single pair', () => {
    const pair = {
      ...FINDING,
      guilty: { side: 'pair', peer: 'a → b' },
      seenBy: ['a'],
      of: 1,
    } as const;
    expect(findingText(pair)).toMatch(/^a → b: code .* \(2 cases\)$/);
  });

  it('stays one line whatever a peer answers', () => {
    const actual = `\n\u001b[2J${'x'.repeat(1000)}`;
    const text = findingText({ ...FINDING, differences: [{ ...CODE_DIFFERENCE, actual }] });
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(text.length).toBeLessThan(400);
  });
});

describe('orderedFindings', () => {
  it('puts failing before known, and the wider before the narrower', () => {
    const known = { ...FINDING, verdict: 'known' } as const;
    const narrow = { ...FINDING, seenBy: ['a'] };
    expect(orderedFindings([known, narrow, FINDING])).toEqual([FINDING, narrow, known]);
  });
});

describe('differences', () => {
  it('counts those that are not shown', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => ({ field: name, expected: '1', actual: '2' }));
    expect(differencesText(many)).toBe(
      'a 2 instead of 1, b 2 instead of 1, c 2 instead of 1, 1 more',
    );
  });

  it('shows long values where they part', () => {
    const expected = `${'x'.repeat(5000)}yes`;
    const actual = `${'x'.repeat(5000)}no`;
    const shown = sides({ field: 'f', expected, actual }, 100);
    expect(shown.expected).toBe(`…${'x'.repeat(40)}yes (characters 4,960 on, of 5,003)`);
    expect(shown.actual).toContain('xno (');
  });
});

describe('summary', () => {
  it('names all verdicts that there are', () => {
    expect(summaryText(MIXED)).toBe(
      '1 passed, 1 failed, 1 known, 1 unsupported, 1 not run, 1 flaky in 21.4 s with processes',
    );
  });

  it('is green only without failures, missing verdicts, problems and interruption', () => {
    const good = run([result('passed'), result('known'), result('unsupported')]);
    expect(isGreen(good)).toBe(true);
    expect(isGreen({ ...good, interrupted: true })).toBe(false);
    expect(isGreen({ ...good, problems: ['x'] })).toBe(false);
    for (const verdict of ['failed', 'not-run', 'flaky'] as const) {
      expect(isGreen(run([result(verdict)]))).toBe(false);
    }
  });
});

describe('durationText', () => {
  it.each([
    [12.4, '12 ms'],
    [21_400, '21.4 s'],
    [185_000, '3 min 5 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('repeatCommand', () => {
  it('quotes what a shell would act on', () => {
    const odd = result('failed', {
      case: "a/it's $HOME",
      cell: cell('python-grpcio@1.66', 'go-grpc'),
    });
    expect(repeatCommand(odd, 'container')).toBe(
      'npm run interop -- --client python-grpcio@1.66 --server go-grpc --protocol grpc ' +
        "--transport h2c --case 'a/it'\\''s $HOME' --runner container",
    );
  });
});

describe('width', () => {
  it('counts East Asian characters twice and marks not at all', () => {
    expect(displayWidth('张伟')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(padEnd('张', 4)).toBe('张  ');
  });

  it('cuts to what fits', () => {
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('张伟好', 4)).toBe('张…');
    expect(fit('abcd', 4)).toBe('abcd');
  });
});
