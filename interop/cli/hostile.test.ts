import { describe, expect, it } from 'vitest';
import type { Result } from '../contract/result.ts';
import { evidenceLine } from '../report/evidence.ts';
import { resultsJson } from '../report/json.ts';
import { junitXml } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderTerminal } from '../report/terminal.ts';
import { hostileRun } from './fixtures/hostile-run.ts';

/** Far more than a mode may take: the opening call's limit of 15 s, a case's of 7 s, and a restart. */
const BOUND_MS = 90_000;
const MEGABYTE = 1024 * 1024;
/** The room for lines that have not ended, and what is not collected yet. */
const GROWTH = 200 * MEGABYTE;

const problemOf = ({ evidence, differences }: Result) =>
  `${evidence?.problem ?? ''} ${differences.map((one) => one.actual).join(' ')}`;

it.concurrent.each([
  ['not-json', /hostile client: not a crosswire\.peer\.v1\.CallResponse: /],
  ['unknown-field', /not a crosswire\.peer\.v1\.CallResponse: .*surprise/],
  ['stranger', /hostile client: Call: answers for "nobody", which was not asked/],
  ['strangers', /hostile client: Call: answers for "nobody", which was not asked/],
  ['nothing', /hostile client: Call: no answer for /],
  ['neither-outcome-nor-error', /the peer answered neither an outcome nor an error/],
  ['endless-line', /hostile client .*: Call: a line of the answer does not end/],
  ['http-500', /hostile client: Call: HTTP 500 /],
  ['http-500-endless', /hostile client: Call: HTTP 500 x{100}/],
  ['switching-protocols', /hostile client .*: Call: the peer switched protocols/],
  ['not-http', /hostile client .*: Call: Parse Error/],
  ['hangs-up', /hostile client .*: Call: aborted/],
  ['stalls', /hostile client stopped answering and was ended: Call: no answer within 7000 ms/],
  ['attack', /INTERNAL/],
  ['flood', /INTERNAL/],
])(
  'a client that answers %s fails with the reason, in bounded time, alone',
  async (mode, problem) => {
    const began = performance.now();
    const { hostile, real } = await hostileRun(mode);
    expect(performance.now() - began).toBeLessThan(BOUND_MS);
    expect(new Set(hostile.map((one) => one.verdict))).toEqual(new Set(['failed']));
    for (const one of hostile) expect(problemOf(one)).toMatch(problem);
    expect(new Set(real.map((one) => one.verdict))).toEqual(new Set(['passed']));
  },
  2 * BOUND_MS,
);

it('an endless line is held in bounded memory', async () => {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  await hostileRun('endless-line').finally(() => clearInterval(timer));
  expect(peak - before).toBeLessThan(GROWTH);
});

describe('the reports of a client that attacks', async () => {
  const { report, hostile } = await hostileRun('flood');
  const texts = {
    terminal: renderTerminal(report, { colour: false, width: 100, folder: 'out' }),
    markdown: renderMarkdown(report),
    junit: junitXml(report),
    results: resultsJson(report),
    evidence: hostile.map(evidenceLine).join(''),
  };

  it.each(Object.entries(texts))('%s shows it, and obeys none of it', (_, text) => {
    expect(text).toContain('red');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(text.length).toBeLessThan(MEGABYTE);
  });

  it.each([
    ['markdown', texts.markdown],
    ['junit', texts.junit],
  ])('%s lets no markup through', (_, text) => {
    // Inside a CDATA section nothing but its end is markup (XML 1.0, section 2.7).
    const markup = text.replace(/<!\[CDATA\[.*?]]>/gs, '');
    expect(markup).not.toMatch(/<script|<img|]]>|^\| a \| b \|/m);
  });

  it('the end of the standard error is kept, not the flood', () => {
    for (const { evidence } of hostile) {
      expect(evidence?.clientStderr?.length).toBeLessThanOrEqual(8 * 1024);
      expect(evidence?.clientStderr).toContain('<script>');
    }
  });
});
