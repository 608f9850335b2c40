// A verdict that changed: every report has both tries, and the place of the transcript.
import { expect, it } from 'vitest';
import { evidenceLine } from './evidence.ts';
import { resultsJson } from './json.ts';
import { junitXml } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { FLAKY, KNOWN, run } from './sample.ts';
import { renderTerminal } from './terminal.ts';

const REPORT = run([FLAKY]);
const PLACE = 'wire/users/two/go-grpc--ts-connect.txt';

it.each([
  ['terminal', () => renderTerminal(REPORT, { colour: false, width: 100, folder: 'results' })],
  ['summary.md', () => renderMarkdown(REPORT)],
  ['junit.xml', () => junitXml(REPORT)],
])('%s shows both tries and the place', (_, render) => {
  const text = render();
  expect(text).toContain('failed at first, passed when it was recorded');
  expect(text).toContain('the other try · passed');
  expect(text.match(/outcome \(go-grpc, client\)/g)).toHaveLength(2);
  expect(text).toContain(PLACE);
});

it('results.json has the differences of both tries and the place', () => {
  const { verdicts } = JSON.parse(resultsJson(REPORT));
  expect(verdicts).toMatchObject([
    { verdict: 'flaky', otherTry: { verdict: 'passed' }, transcript: PLACE },
  ]);
});

it('evidence.jsonl has both reports of both tries', () => {
  const line = JSON.parse(evidenceLine(FLAKY));
  expect(line).toMatchObject({ callId: 'call-0', otherTry: { callId: 'call-0-r' } });
  expect(line.otherTry.observation).toEqual(line.observation);
});

it('junit.xml says where the transcript of a known difference is', () => {
  const transcript = 'wire/exceptions/unary/return-nothing/ts-connect--go-grpc.txt';
  expect(junitXml(run([{ ...KNOWN, transcript }]))).toContain(transcript);
});

it('the terminal counts the transcripts', () => {
  const text = renderTerminal(REPORT, { colour: false, width: 100, folder: 'results' });
  expect(text).toContain('results: results (in wire/: 1 transcript)');
});
