import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CASES } from '../cases/catalogue.ts';
import { KNOWN } from '../cases/known.ts';
import { covers } from '../judge/known.ts';
import { parseOptions } from './options.ts';
import { select } from './selection.ts';
import { splitWords } from './words.ts';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Commands with somebody else's peers, with one that is still to be written, and with nothing behind a flag. */
const OTHERS = /--peer-|--help|my-peer|--case$/;

/** The words of all commands in a document: lines of blocks, and code within the text, which may be broken there. */
function commandsOf(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.replace(/\s+# .*/, '')),
  );
  const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)];
  return [...blocks, ...spans.map(([, span = '']) => span.replaceAll(/\s+/g, ' '))].flatMap(
    (code) => /^(?:npm run interop -- (?:.*)|--(?:client|server|case) .*)$/.exec(code)?.[0] ?? [],
  );
}

const wordsOf = (command: string) => splitWords(command.replace('npm run interop -- ', '')) ?? [];

/** What a command chooses nothing by, or undefined. */
function mistakeIn(command: string): string | undefined {
  const words = wordsOf(command);
  if (words[0] === 'repro') {
    const id = words[1]?.replace(/@.*/, '');
    return CASES.some((one) => one.id === id) ? undefined : `${command}: no such case`;
  }
  try {
    select(parseOptions(words));
    return undefined;
  } catch (error) {
    return `${command}: ${error}`;
  }
}

/** Whether a known difference is among what a command chooses. */
function showsOne(command: string): boolean {
  const { tasks } = select(parseOptions(wordsOf(command)));
  return tasks.some(({ cell, testCase }) => KNOWN.some((one) => covers(one, testCase.id, cell)));
}

const commands = DOCUMENTS.flatMap(commandsOf).filter((command) => !OTHERS.test(command));

it('finds the commands', () => {
  expect(commands.length).toBeGreaterThan(80);
  expect(mistakeIn("npm run interop -- --case 'users/none'")).toContain('matches nothing');
});

it('documents no command that chooses nothing', () => {
  expect(commands.flatMap((command) => mistakeIn(command) ?? [])).toEqual([]);
});

it('has findings seen by commands that choose a known difference', () => {
  const found = commandsOf('docs/findings.md').filter((command) => !command.includes(' repro '));
  expect(found.filter((command) => !showsOne(command))).toEqual([]);
});
