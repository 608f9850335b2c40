import { describe, expect, it } from 'vitest';
import { MARKDOWN_LIMIT, renderMarkdown } from './markdown.ts';
import { CODE_DIFFERENCE, evidence, FAILED, MIXED, peer, result, run } from './sample.ts';

/** Tags in the text, each kind once. */
function tags(text: string): string[] {
  return [...new Set(text.match(/<[^\s>][^>]*>?/g))].sort();
}

const OWN_TAGS = [
  '</code>',
  '</details>',
  '</pre>',
  '</summary>',
  '<code>',
  '<details>',
  '<pre>',
  '<summary>',
];

describe('what was measured', () => {
  it('is there to be opened, as text', () => {
    const notes = ['312 calls, 2 failed', '<b>recovered</b>'];
    const text = renderMarkdown(run([{ ...result('passed'), case: 'discovery/killed', notes }]));
    expect(text).toContain('<summary>Measured in 1 scenario</summary>');
    expect(text).toContain('312 calls, 2 failed');
    expect(text).not.toContain('<b>');
  });
});

describe('renderMarkdown', () => {
  const text = renderMarkdown(MIXED);

  it('leads with the verdict, then problems, findings, table, peers, failures', () => {
    const order = [
      '## ❌ crosswire: 1 passed, 1 failed',
      '### Problems',
      '### Findings',
      '### grpc h2c',
      '### Not run',
      '### Peers',
      '<details>',
    ].map((part) => text.indexOf(part));
    expect(order[0]).toBe(0);
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('has a row for every client, failing cells in bold', () => {
    expect(text).toMatch(/^\| <code>go-grpc<\/code> \| – \| \*\*1 1✗ .*\*\* \|$/m);
    expect(text).toMatch(/^\| <code>ts-connect<\/code> \| 0&#43;1k \| – \|$/m);
  });

  it('is green when nothing failed', () => {
    const green = renderMarkdown(run([result('passed')]));
    expect(green).toMatch(/^## ✅ crosswire: 1 passed, 0 failed in/);
    expect(green).not.toContain('<details>');
  });
});

describe('hostile peers', () => {
  const HOSTILE =
    '</code></pre></details><script>x</script>| `a` **b** [c](//d) @e #1\n\n# f\u001b\u202e';

  it('cannot add markup, rows or lines', () => {
    const differences = [{ field: HOSTILE, expected: HOSTILE, actual: HOSTILE }];
    const proof = evidence({ serverStderr: HOSTILE, problem: HOSTILE });
    const bad = { ...FAILED, differences, evidence: proof };
    const odd = { ...peer('go-grpc', HOSTILE), digest: HOSTILE };
    const finding = MIXED.findings.map((one) => ({ ...one, differences }));
    const plain = renderMarkdown(run([bad], { problems: ['x'], findings: MIXED.findings }));
    const text = renderMarkdown(
      run([bad], { problems: [HOSTILE], findings: finding, peers: [odd] }),
    );
    expect(tags(text)).toEqual(OWN_TAGS);
    expect(text.match(/^#+ /gm)).toEqual(plain.match(/^#+ /gm));
    expect(outsideBlocks(text)).not.toMatch(/@|`|\*\*b|\]\(/);
    for (const row of text.match(/^\|.*$/gm) ?? [])
      expect(row.match(/\|/g)).toHaveLength(rowBars(row));
  });

  it('cannot make it larger than the limit', () => {
    const huge = `${HOSTILE}${'<'.repeat(1000)}`.repeat(1000);
    const differences = [{ ...CODE_DIFFERENCE, actual: huge }];
    const proof = evidence({ serverStderr: huge, clientStderr: huge, problem: huge });
    const many = Array.from({ length: 2000 }, () => ({ ...FAILED, differences, evidence: proof }));
    const text = renderMarkdown(run(many, { problems: Array(500).fill(huge) }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    expect(text).toMatch(/… left out for size: \d+ failures; see results\.json/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

/** What Markdown reads as Markdown: all but the `<pre>` blocks. */
function outsideBlocks(text: string): string {
  return text.replace(/^<pre>\n[\s\S]*?\n<\/pre>$/gm, '');
}

/** Bars of a row: the matrix has three columns, the peers' table four. */
function rowBars(row: string): number {
  return row.includes('runtime') || row.split(' | ').length === 4 ? 5 : 4;
}
