import { describe, expect, it } from 'vitest';
import { CODE_DIFFERENCE, cell, evidence, FAILED, MIXED, result, run } from './sample.ts';
import { renderTerminal } from './terminal.ts';

const PLAIN = { colour: false, width: 100 } as const;

function place(text: string, ...parts: readonly string[]): number[] {
  return parts.map((part) => text.indexOf(part));
}

describe('what was measured', () => {
  const notes = ['312 calls, 2 failed', 'recovered after 14 ms\u001b[31m'];
  const measured = run([{ ...result('passed'), case: 'discovery/killed', notes }]);

  it('is a line a verdict, and nothing of it reaches the terminal as a command', () => {
    const text = renderTerminal(measured, PLAIN);
    expect(text).toMatch(/Measured\n {2}discovery\/killed · .* · 312 calls, 2 failed · recovered/);
    expect(text).not.toContain('\u001b[31m');
    expect(renderTerminal(MIXED, PLAIN)).not.toContain('Measured');
  });
});

describe('renderTerminal', () => {
  const text = renderTerminal(MIXED, { ...PLAIN, folder: 'results' });

  it('goes from findings to table, failures, reasons, problems and the summary', () => {
    const order = place(
      text,
      '✗ ts-connect server: code INTERNAL',
      'k ts-connect client: message',
      'client ↓ server →',
      '2 failures',
      'Unsupported',
      'Not run',
      'Problems',
      '1 passed, 1 failed',
      'results: results',
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('counts each cell, and explains the marks', () => {
    expect(text).toMatch(/^ {2}go-grpc +– +1 1✗ 1~ 1\? 1u$/m);
    expect(text).toMatch(/^ {2}ts-connect +0\+1k +–$/m);
    expect(text).toContain('✗ failed · ~ flaky');
  });

  it('shows a failure in full', () => {
    for (const part of [
      'exceptions/unary/native-error: title of',
      'go-grpc → ts-connect grpc h2c · failed',
      'expected  UNKNOWN',
      'actual    INTERNAL',
      '✗ code         INTERNAL (13)',
      'headers      content-type: application/grpc',
      'trailers     trace-bin: 00ff',
      'timeLeft     1500.0 ms',
      'google.golang.org/grpc 9.8.7',
      '│ hello',
      '│   boom',
      'npm run interop -- --client go-grpc --server ts-connect',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('marks only the fields that differ', () => {
    expect(renderTerminal(run([FAILED]), PLAIN).match(/^ {4}✗/gm)).toHaveLength(1);
  });

  it('has no escape sequence without colour, and the same text with it', () => {
    expect(text).not.toContain('\u001b');
    const coloured = renderTerminal(MIXED, { ...PLAIN, colour: true, folder: 'results' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text);
    expect(coloured).not.toBe(text);
  });
});

describe('tables', () => {
  it('are one for each protocol and transport', () => {
    const web = cell('a', 'b', { protocol: 'connect', transport: 'http1' });
    const cells = [cell('a', 'b'), web];
    const text = renderTerminal(run([result('passed', { cell: web })], { cells }), PLAIN);
    expect(text).toContain('grpc h2c\n');
    expect(text).toMatch(/connect http1\n.*\n {2}a +1 ✓/);
  });

  it('have the raw peer last', () => {
    const cells = [cell('raw', 'b'), cell('a', 'raw')];
    const text = renderTerminal(run([], { cells }), PLAIN);
    expect(text).toMatch(/server → +b +raw\n {2}a .*\n {2}raw /);
  });

  it('are broken where the terminal is narrow', () => {
    const servers = ['server-one', 'server-two', 'server-three'];
    const cells = servers.map((server) => cell('a', server));
    const text = renderTerminal(run([], { cells }), { colour: false, width: 40 });
    expect(text.match(/client ↓/g)).toHaveLength(3);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('limits', () => {
  it('shows 20 failures in full, one of each kind first, and counts the rest', () => {
    const same = Array.from({ length: 30 }, (_, at) => ({ ...FAILED, case: `same/${at}` }));
    const differences = [{ ...CODE_DIFFERENCE, actual: 'OK' }];
    const other = { ...FAILED, case: 'other/kind', differences };
    const text = renderTerminal(run([...same, other]), PLAIN);
    expect(text.match(/^ {2}repeat/gm)).toHaveLength(20);
    expect(text).toContain('other/kind');
    expect(text).toContain('… and 11 more');
  });

  it('tells thousands of not-run results by their reason', () => {
    const lost = Array.from({ length: 3000 }, (_, at) =>
      result('not-run', { case: `suite/${at}`, reason: 'go-grpc did not start' }),
    );
    const text = renderTerminal(run(lost), PLAIN);
    expect(text).toContain('go-grpc did not start · suite/* (3000 cases) · 1 cell');
    expect(text.split('\n').length).toBeLessThan(20);
  });
});

describe('hostile peers', () => {
  const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u202e\0\ud800\u009b';

  it('cannot send a control to the terminal', () => {
    const differences = [{ field: `code${HOSTILE}`, expected: HOSTILE, actual: HOSTILE }];
    const proof = evidence({ problem: HOSTILE, clientStderr: HOSTILE, serverStderr: HOSTILE });
    const outcome = proof.outcome && { ...proof.outcome, message: HOSTILE };
    const bad = { ...FAILED, differences, evidence: { ...proof, ...(outcome ? { outcome } : {}) } };
    const text = renderTerminal(run([bad], { problems: [HOSTILE] }), PLAIN);
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
    expect(text).toContain('␛[2J');
  });

  it('cannot make the report long', () => {
    const huge = `${HOSTILE}x`.repeat(1_000_000);
    const differences = [{ field: 'message', expected: '"a"', actual: huge }];
    const bad = {
      ...FAILED,
      differences,
      evidence: evidence({ serverStderr: huge, problem: huge }),
    };
    const before = process.cpuUsage();
    expect(renderTerminal(run([bad]), PLAIN).length).toBeLessThan(30_000);
    // Its own time, in microseconds: the machine may be busy with others.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
