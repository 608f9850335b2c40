import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KNOWN } from '../cases/known.ts';
import { type Case, isScenario } from '../contract/case.ts';
import type { Difference, Result } from '../contract/result.ts';
import { type Cell, cellKey } from '../contract/vocabulary.ts';
import { fieldsOf } from '../judge/judge.ts';
import { covers } from '../judge/known.ts';
import { chooseLauncher } from '../launch/choose.ts';
import { messageOf } from '../launch/errors.ts';
import { inScratch } from '../launch/scratch.ts';
import { PatternError } from '../matrix/filter.ts';
import { createProgress } from '../report/progress.ts';
import type { Told } from '../repro/readme.ts';
import { parseOptions } from './options.ts';
import { runOnce } from './run-once.ts';
import { select } from './selection.ts';

/** What is known of a verdict: as a run has recorded it, as it is known, or as it is now. */
export async function toldOf(
  testCase: Case,
  cell: Cell,
  results: string | undefined,
): Promise<Told> {
  if (results !== undefined) return recorded(await verdictsOf(results), testCase, cell);
  return known(testCase, cell) ?? (await runNow(testCase, cell));
}

/** What results.json of a run has of a verdict: data of this program's own, of a version that may be another. */
type Recorded = Partial<Told> & Cell & { readonly case: string };

async function verdictsOf(folder: string): Promise<readonly Recorded[]> {
  try {
    const text = await readFile(join(folder, 'results.json'), 'utf8');
    const { verdicts }: { verdicts?: readonly Recorded[] } = JSON.parse(text);
    if (!Array.isArray(verdicts)) throw new Error('it has no verdicts');
    return verdicts;
  } catch (error) {
    throw new PatternError(`--results ${JSON.stringify(folder)}: ${messageOf(error)}`);
  }
}

function recorded(verdicts: readonly Recorded[], testCase: Case, cell: Cell): Told {
  const found = verdicts.find((one) => one.case === testCase.id && cellKey(one) === cellKey(cell));
  if (found === undefined) throw new PatternError('that run has no such verdict');
  return told(found);
}

function told({ differences = [], reason, link, sometimes }: Partial<Told>): Told {
  return {
    differences,
    ...(reason === undefined ? {} : { reason }),
    ...(link === undefined ? {} : { link }),
    ...(sometimes === undefined ? {} : { sometimes }),
  };
}

function known(testCase: Case, cell: Cell): Told | undefined {
  const entry = KNOWN.find((one) => covers(one, testCase.id, cell));
  if (entry === undefined) return undefined;
  const expected = expectations(testCase);
  const differences = Object.entries(entry.instead).map(
    ([field, actual]): Difference => ({ field, expected: expected.get(field) ?? 'none', actual }),
  );
  return told({ ...entry, differences });
}

/** What a case expects, by field. */
function expectations(testCase: Case): ReadonlyMap<string, string> {
  if (isScenario(testCase)) return new Map();
  const fields = fieldsOf(testCase, { callId: '', userAgent: '' });
  return new Map(fields.map(({ name, expected }) => [name, expected]));
}

/** The flags that choose one case in one cell. */
export function flagsOf(testCase: Case, cell: Cell): readonly string[] {
  const { client, server, protocol, transport } = cell;
  const flags = { client, server, protocol, transport, case: testCase.id };
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
}

/** Runs this one case in this one cell. */
async function runNow(testCase: Case, cell: Cell): Promise<Told> {
  const options = parseOptions(['--no-record', ...flagsOf(testCase, cell)]);
  const progress = createProgress(process.stderr);
  try {
    return await inScratch('repro', async (folder) => {
      const { launcher } = await chooseLauncher('process', (line) => progress.note(line));
      await using _ = launcher;
      const { signal } = new AbortController();
      const selection = select(options);
      const report = await runOnce({ launcher, selection, options, progress, signal, folder });
      return toldNow(report.results);
    });
  } finally {
    progress.end();
  }
}

function toldNow([result]: readonly Result[]): Told {
  if (result === undefined || result.verdict === 'not-run' || result.verdict === 'unsupported') {
    throw new PatternError(`it can't be run here: ${result?.reason ?? 'nothing came of it'}`);
  }
  return told(result);
}
