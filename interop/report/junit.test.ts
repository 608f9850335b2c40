import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { junitXml } from './junit.ts';
import { CODE_DIFFERENCE, evidence, FAILED, MIXED, result, run } from './sample.ts';

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

/** Expat, through Python's standard library: an XML parser that this project didn't write. */
const PARSER = `
import json, sys, xml.etree.ElementTree as tree
def data(e):
    return {'tag': e.tag, 'attributes': e.attrib, 'text': e.text or '', 'children': [data(c) for c in e]}
json.dump(data(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)
`;

function parse(xml: string): Element {
  const options = { input: xml, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return JSON.parse(execFileSync('python3', ['-c', PARSER], options));
}

function tests(root: Element): Element[] {
  return root.children.flatMap((suite) => suite.children.filter(({ tag }) => tag === 'testcase'));
}

describe('junitXml', () => {
  const root = parse(junitXml(MIXED));

  it('has a suite a cell and the counts that CI systems read', () => {
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual([
      'go-grpc → ts-connect grpc h2c',
      'ts-connect → go-grpc grpc h2c',
      'the run itself',
    ]);
    expect(root.attributes).toMatchObject({ tests: '7', failures: '2', errors: '2', skipped: '1' });
  });

  it.each([
    ['users/health', []],
    ['exceptions/unary/native-error', ['properties', 'failure']],
    ['exceptions/unary/return-nothing', ['properties', 'system-out']],
    ['probe/panic', ['properties', 'skipped', 'system-out']],
    ['users/ten', ['properties', 'error']],
    ['users/two', ['properties', 'failure']],
  ])('tells %s by %j', (name, tags) => {
    const found = tests(root).find(({ attributes }) => attributes.name === name);
    expect(found?.children.map(({ tag }) => tag)).toEqual(tags);
  });

  it('has the IDs of what did not pass', () => {
    const ids = tests(root).flatMap(({ children }) =>
      children
        .filter(({ tag }) => tag === 'properties')
        .flatMap((all) => all.children.map(({ attributes }) => attributes))
        .filter(({ name }) => name === 'id'),
    );
    expect(ids.map(({ value }) => value)).toEqual([
      'exceptions/unary/native-error@go-grpc,ts-connect',
      'probe/panic@go-grpc,ts-connect',
      'users/ten@go-grpc,ts-connect',
      'users/two@go-grpc,ts-connect',
      'exceptions/unary/return-nothing@ts-connect,go-grpc',
    ]);
  });

  it('has the failure in full, time in seconds, and the cell as class', () => {
    const failed = tests(root).find(({ attributes }) => attributes.name === FAILED.case);
    const text = failed?.children.at(-1)?.text ?? '';
    expect(text).toContain('expected  UNKNOWN');
    expect(text).toContain('npm run interop -- --client go-grpc');
    expect(failed?.attributes).toMatchObject({
      time: '0.0025',
      classname: 'go-grpc → ts-connect grpc h2c',
    });
  });
});

describe('hostile peers', () => {
  const HOSTILE = 'a]]>b]]>c\0\u001b[31m\ud800\udc00\udc00\uffff<b>&amp;"\u009b';

  it('cannot break the document, nor end a section', () => {
    const differences = [{ ...CODE_DIFFERENCE, actual: HOSTILE }];
    const proof = evidence({ serverStderr: HOSTILE, problem: HOSTILE });
    const bad = { ...FAILED, differences, evidence: proof };
    const lost = result('not-run', { reason: HOSTILE });
    const root = parse(junitXml(run([bad, lost], { problems: [HOSTILE] })));
    const text = tests(root)[0]?.children.at(-1)?.text ?? '';
    expect(text).toContain('a]]&gt;b]]&gt;c␀␛[31m');
    expect(text).toContain('\\u{dc00}\\u{ffff}<b>&amp;"\\u{9b}');
  });

  it('cannot make it large', () => {
    const huge = HOSTILE.repeat(300_000);
    const proof = evidence({ serverStderr: huge, clientStderr: huge, problem: huge });
    const many = Array.from({ length: 1000 }, () => ({ ...FAILED, evidence: proof }));
    const xml = junitXml(run(many));
    expect(xml.length).toBeLessThan(8_000_000);
    expect(tests(parse(xml))).toHaveLength(1000);
  });
});
