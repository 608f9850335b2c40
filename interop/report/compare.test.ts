import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { OutcomeSchema } from '../contract/generated.ts';
import type { Result } from '../contract/result.ts';
import { compareRuns, comparisonMarkdown, renderComparison } from './compare.ts';
import { CODE_DIFFERENCE, evidence, MIXED, result, run } from './sample.ts';

const FIRST = run([
  result('passed', { case: 'a/same' }),
  result('passed', { case: 'a/other' }),
  result('passed', { case: 'a/gone' }),
  result('failed', { case: 'a/field', differences: [CODE_DIFFERENCE] }),
  result('failed', { case: 'a/value', differences: [CODE_DIFFERENCE] }),
]);

const SECOND = run(
  [
    result('passed', { case: 'a/new' }),
    result('failed', { case: 'a/value', differences: [{ ...CODE_DIFFERENCE, actual: 'OK' }] }),
    result('failed', { case: 'a/field', differences: [{ ...CODE_DIFFERENCE, field: 'message' }] }),
    result('failed', { case: 'a/other', differences: [CODE_DIFFERENCE] }),
    result('passed', { case: 'a/same' }),
  ],
  { runner: 'container' },
);

describe('compareRuns', () => {
  const differences = compareRuns(FIRST, SECOND);

  it('finds other verdicts, other fields and missing results, whatever the order', () => {
    const found = differences.map((one) => [one.case, one.first.verdict, one.second.verdict]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['a/other', 'passed', 'failed'],
        ['a/gone', 'passed', 'absent'],
        ['a/field', 'failed', 'failed'],
        ['a/new', 'absent', 'passed'],
      ]),
    );
    expect(found).toHaveLength(4);
  });

  it('finds nothing between a run and itself', () => {
    expect(compareRuns(MIXED, MIXED)).toEqual([]);
  });

  it('takes a known difference that races for a pass, and only for that', () => {
    const racing = result('known', { sometimes: 'two timers' });
    const of = (one: Result) => run([one]);
    expect(compareRuns(of(result('passed')), of(racing))).toEqual([]);
    expect(compareRuns(of(racing), of(result('passed')))).toEqual([]);
    expect(compareRuns(of(result('failed')), of(racing))).toHaveLength(1);
    expect(compareRuns(of(result('passed')), of(result('known')))).toHaveLength(1);
  });

  it('tells cells apart', () => {
    const swapped = MIXED.results.map((one) => {
      const { client, server } = one.cell;
      return { ...one, cell: { ...one.cell, client: server, server: client } };
    });
    expect(compareRuns(MIXED, run(swapped))).toHaveLength(2 * MIXED.results.length);
  });

  it('is told on a line each', () => {
    const text = renderComparison(FIRST, SECOND, differences);
    expect(text).toMatch(/^process and container differ on 4 of 6 verdicts\n/);
    expect(text).toContain(
      'a/other · go-grpc → ts-connect grpc h2c · process: passed · container: failed (code INTERNAL instead of UNKNOWN)',
    );
    expect(text.split('\n')).toHaveLength(5);
  });

  it('tells what the client said, as text that nothing interprets', () => {
    const outcome = create(OutcomeSchema, { message: 'gone\u001b[31m' });
    const said = { differences: [CODE_DIFFERENCE], evidence: evidence({ outcome }) };
    const [first, second] = [run([result('passed')]), run([result('failed', said)])];
    expect(renderComparison(first, second, compareRuns(first, second))).toContain(
      'failed (code INTERNAL instead of UNKNOWN: "gone␛[31m")',
    );
  });

  it('says that two runs agree', () => {
    expect(renderComparison(FIRST, { ...FIRST, runner: 'container' }, [])).toBe(
      'process and container agree on all 5 verdicts',
    );
    expect(comparisonMarkdown(FIRST, FIRST, [])).toContain('## ✅ first run and second run agree');
  });

  it('is bounded, and escaped in Markdown', () => {
    const odd = Array.from({ length: 100 }, (_, at) => result('passed', { case: `<b>${at}` }));
    const many = compareRuns(run(odd), run([]));
    expect(renderComparison(run(odd), run([]), many)).toContain('… and 60 more');
    expect(comparisonMarkdown(run(odd), run([]), many)).not.toContain('<b>');
  });
});
