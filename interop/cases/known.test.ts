import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isScenario } from '../contract/case.ts';
import { CASES } from './catalogue.ts';
import { KNOWN } from './known.ts';

const FINDINGS = 'docs/findings.md';
const text = readFileSync(join(import.meta.dirname, '../..', FINDINGS), 'utf8');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it('links every known difference to a heading of the findings, or to a public thread', () => {
  const there = new Set(anchorsOf(text).map((anchor) => `${FINDINGS}#${anchor}`));
  const links = [...new Set(KNOWN.map(({ link }) => link))];
  const dead = links.filter((link) => !there.has(link) && !link.startsWith('https://github.com/'));
  expect(dead).toEqual([]);
});

it('has no heading twice in the findings, whose anchors would differ', () => {
  const anchors = anchorsOf(text);
  expect(anchors.filter((one, at) => anchors.indexOf(one) !== at)).toEqual([]);
});

/** What a case takes in a field, where it leaves a choice there. */
function acceptedBy(id: string, field: string): readonly string[] {
  const found = CASES.find((one) => one.id === id);
  if (found === undefined || isScenario(found)) return [];
  const { code, facts = {} } = found.expect;
  const accepted =
    field === 'code'
      ? code
      : Object.entries(facts).find(([name]) => field === `facts.${name}`)?.[1];
  return Array.isArray(accepted) ? accepted : [];
}

it('calls due what differs, and what the case accepts beside other outcomes', () => {
  const wrong = KNOWN.flatMap(({ cases, instead, due = {} }) =>
    Object.entries(due).flatMap(([field, text]) =>
      cases
        .filter((id) => instead[field] === undefined || !acceptedBy(id, field).includes(text))
        .map((id) => `${id} ${field} ${text}`),
    ),
  );
  expect(wrong).toEqual([]);
});
