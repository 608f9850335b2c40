import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { goCounts, pytestCounts, vitestCounts } from './counts.ts';
import { runStep } from './step.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosswire-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function vitestReport(report: unknown): string {
  const path = join(folder, 'vitest.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

describe('counts', () => {
  it('reads the last line of pytest', () => {
    const output = 'a\n12 passed, 1 failed, 2 skipped, 1 error in 3.4s\n';
    expect(pytestCounts(output)).toEqual({ passed: 12, failed: 2, skipped: 2 });
  });

  it('reads go test -json, without the lines of packages', () => {
    const line = (action: string, test?: string) =>
      JSON.stringify({ Time: 't', Action: action, Package: 'p', ...(test && { Test: test }) });
    const output = [line('run', 'A'), line('pass', 'A'), line('fail', 'B'), line('pass')].join(
      '\n',
    );
    expect(goCounts(output)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('reads vitest, and takes a run that did not succeed for a failure', () => {
    const counts = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1 };
    expect(vitestCounts(vitestReport({ ...counts, success: true }))).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
    });
    expect(vitestCounts(vitestReport({ ...counts, success: false })).failed).toBe(1);
  });

  it.each([
    ['pytest', () => pytestCounts('no tests ran in 0.01s')],
    ['go test', () => goCounts('no test files')],
    ['vitest', () => vitestCounts(vitestReport({}))],
  ])('does not take silence of %s for success', (_, count) => {
    expect(count).toThrow();
  });
});

describe('runStep', () => {
  const node = (code: string) => [process.execPath, '-e', code] as const;

  it('counts a check without tests as one', async () => {
    const good = await runStep({ name: 'good', command: node('') });
    expect(good).toMatchObject({ ok: true, counts: { passed: 1, failed: 0 } });
    const bad = await runStep({ name: 'bad', command: node('process.exit(3)') });
    expect(bad).toMatchObject({ ok: false, counts: { passed: 0, failed: 1 } });
  });

  it('counts all of a long output', async () => {
    const line = JSON.stringify({
      Action: 'pass',
      Package: 'p',
      Test: 'T',
      Output: 'x'.repeat(900),
    });
    const code = `for (let i = 0; i < 2000; i++) console.log(${JSON.stringify(line)})`;
    const step = await runStep({ name: 's', command: node(code), counts: goCounts });
    expect(step.counts.passed).toBe(2000);
  });

  it('fails a step that ends badly though all its tests passed', async () => {
    const counts = () => ({ passed: 5, failed: 0, skipped: 0 });
    const step = await runStep({ name: 's', command: node('process.exit(1)'), counts });
    expect(step).toMatchObject({ ok: false, counts: { passed: 5, failed: 1 } });
  });

  it('fails a step whose output says so, or whose counts are missing', async () => {
    const fails = (output: string) => output.trim() !== '';
    const said = await runStep({ name: 's', command: node('console.log(1)'), fails });
    expect(said.ok).toBe(false);
    const mute = await runStep({ name: 's', command: node(''), counts: pytestCounts });
    expect(mute).toMatchObject({ ok: false, counts: { failed: 1 } });
  });

  it('fails a command that is not there', async () => {
    const step = await runStep({ name: 's', command: ['no-such-program'] });
    expect(step).toMatchObject({ ok: false, counts: { failed: 1 } });
    expect(step.output).toContain('no-such-program');
  });
});
