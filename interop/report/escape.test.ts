import { describe, expect, it } from 'vitest';
import { htmlText, markdownBlock, markdownCode, markdownText, xmlText } from './escape.ts';

const HOSTILE = '<img src=x onerror=alert(1)> `code` *b* [l](http://x.y) | @user #1 www.a.b\n# h';

describe('markdownText', () => {
  it('leaves no character that Markdown or HTML would act on', () => {
    const text = markdownText(HOSTILE).replace(/&#\d+;/g, '');
    expect(text).not.toMatch(/[<>`*_[\]()|@#:.!~\\\n&]/);
  });

  it('says the same to a reader of the page', () => {
    const shown = markdownText('a*b <c>').replace(/&#(\d+);/g, (_, code) =>
      String.fromCodePoint(Number(code)),
    );
    expect(shown).toBe('a*b <c>');
  });

  it('makes controls visible first', () => {
    expect(markdownText('\u001b\u202e')).toBe('␛&#92;u&#123;202e&#125;');
  });
});

describe('markdownCode', () => {
  it('cannot be closed from inside', () => {
    expect(markdownCode('</code><script>')).not.toContain('<script');
  });
});

describe('markdownBlock', () => {
  it('cannot be closed from inside', () => {
    const block = markdownBlock(['</pre></details>', '', '<script>']);
    expect(block.match(/<[^>]*>/g)).toEqual(['<pre>', '</pre>']);
  });
});

describe('htmlText', () => {
  it('escapes markup and quotes', () => {
    expect(htmlText(`<a b="c" d='e'>&amp;`)).toBe(
      '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;',
    );
  });
});

describe('xmlText', () => {
  it('keeps lines and shows what XML 1.0 cannot carry', () => {
    expect(xmlText('a\0\u001b\nb\ud800\uffff')).toBe('a␀␛\nb\\u{d800}\\u{ffff}');
  });
});
