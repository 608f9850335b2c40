import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { CASES } from '../cases/catalogue.ts';
import type { Case } from '../contract/case.ts';
import { shellWord } from '../contract/shell-word.ts';
import { readVerdictId, type VerdictName, verdictId } from '../contract/verdict-id.ts';
import { type Cell, cellKey } from '../contract/vocabulary.ts';
import { allCells, belongs, mixedCells, rawCells } from '../matrix/cells.ts';
import { PatternError } from '../matrix/filter.ts';
import { nearest } from '../matrix/nearest.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';
import { type Files, reproFolder } from '../repro/folder.ts';
import { NotSmallError } from '../repro/program.ts';
import { makeOut } from './out-folder.ts';
import { flagsOf, toldOf } from './told.ts';

const HELP = `
An ID names a verdict: <case>@<client>,<server>, such as
  status/message/trailing-space@ts-connect,go-grpc
and where it isn't gRPC over plain HTTP/2, <case>@<client>,<server>,<protocol>,<transport>.
Reports give it for all that failed or is known.

What happens is taken from the results of a run (--results), else from the known difference, else this
one case is run, once.`;

/** What `npm run interop -- repro …` was asked for. */
export interface ReproOptions {
  readonly id: string;
  readonly out: string | undefined;
  readonly results: string | undefined;
}

/** Reads the words after \`repro\`; prints help or an error and ends the process where commander does. */
export function parseRepro(argv: readonly string[]): ReproOptions {
  const command = new Command('npm run interop -- repro')
    .description('Writes the smallest client and server of two libraries that show a verdict.')
    .argument('<id>', 'which verdict')
    .option('--out <folder>', 'where the programs go (default: results/repro/…)')
    .option('--results <folder>', 'a run whose results.json says what happened')
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse([...argv], { from: 'user' });
  const { out, results } = command.opts<{ out?: string; results?: string }>();
  return { id: command.args[0] ?? '', out, results };
}

/** Writes the folder, says where it is, and returns the exit code. */
export async function repro(options: ReproOptions): Promise<number> {
  const name = nameOf(options.id);
  const { testCase, cell } = find(name);
  const folder =
    options.out ?? join('results/repro', verdictId(testCase.id, cell).replaceAll('/', '-'));
  const files = await filesOf(testCase, cell, name, options, folder);
  for (const [file, content] of Object.entries(files)) {
    await writeFile(join(folder, file), content, { mode: file.endsWith('.sh') ? 0o755 : 0o644 });
  }
  process.stdout.write(
    `${folder}: ${Object.keys(files).join(', ')}\n  sh ${join(folder, 'run.sh')}\n`,
  );
  return 0;
}

async function filesOf(
  testCase: Case,
  cell: Cell,
  name: VerdictName,
  { results }: ReproOptions,
  folder: string,
): Promise<Files> {
  try {
    // What can't be made, or not be written, is found out before anything is run for it.
    reproFolder(testCase, name, { differences: [] });
    await makeOut(folder);
    return reproFolder(testCase, name, await toldOf(testCase, cell, results));
  } catch (error) {
    if (!(error instanceof NotSmallError)) throw error;
    throw new PatternError(
      `${name.case} is not to be told by two small programs: ${error.message}.\nRun it with: npm run interop -- ${flagsOf(testCase, cell).map(shellWord).join(' ')}`,
    );
  }
}

function nameOf(id: string): VerdictName {
  const name = readVerdictId(id);
  if (name === undefined) {
    throw new PatternError(
      `${JSON.stringify(id)} is no ID of a verdict: <case>@<client>,<server>[,<protocol>,<transport>]`,
    );
  }
  return name;
}

/** The case and its cell; a PatternError with the nearest name where there is none. */
function find(name: VerdictName): { readonly testCase: Case; readonly cell: Cell } {
  const testCase = CASES.find(({ id }) => id === name.case);
  if (testCase === undefined) {
    throw unknown(
      'case',
      name.case,
      CASES.map(({ id }) => id),
    );
  }
  const cells = [allCells, mixedCells, rawCells]
    .flatMap((cellsOf) => cellsOf(MATRIX_PEERS))
    .filter((cell) => belongs(testCase, cell, [cell.client, cell.server]));
  const clients = cells.filter(({ client }) => client === name.client);
  if (clients.length === 0)
    throw unknown(
      'client',
      name.client,
      cells.map(({ client }) => client),
    );
  const pair = clients.filter(({ server }) => server === name.server);
  if (pair.length === 0)
    throw unknown(
      'server',
      name.server,
      clients.map(({ server }) => server),
    );
  const cell = pair.find((one) => cellKey(one) === cellKey(name));
  if (cell === undefined) throw unspoken(name, pair);
  return { testCase, cell };
}

/** That pair has the case, but on something else. */
function unspoken(name: VerdictName, cells: readonly Cell[]): PatternError {
  const ids = cells.map((cell) => verdictId(name.case, cell));
  return new PatternError(`${verdictId(name.case, name)}: not there, but as ${ids.join(', ')}`);
}

function unknown(what: string, name: string, names: readonly string[]): PatternError {
  return new PatternError(
    `there is no such ${what}: ${JSON.stringify(name)}; the nearest is ${nearest(name, names)}`,
  );
}
