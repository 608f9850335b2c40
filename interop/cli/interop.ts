import { join } from 'node:path';
import type { RunReport } from '../contract/result.ts';
import { FAILING } from '../contract/vocabulary.ts';
import { chooseLauncher } from '../launch/choose.ts';
import { LaunchError } from '../launch/errors.ts';
import type { LauncherKind } from '../launch/launcher.ts';
import { compareRuns, renderComparison } from '../report/compare.ts';
import { writeComparison } from '../report/files.ts';
import { wantsColour } from '../report/paint.ts';
import { createProgress } from '../report/progress.ts';
import { renderTerminal } from '../report/terminal.ts';
import { Interrupt } from './interrupt.ts';
import type { Options } from './options.ts';
import { type RunContext, runOnce } from './run-once.ts';
import type { Selection } from './selection.ts';
import { seedOf, shuffled } from './shuffle.ts';

/** The exit code of a program that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

/** Runs what was chosen with one launcher or both, prints the reports, and returns the exit code. */
export async function interop(options: Options, selection: Selection): Promise<number> {
  const progress = createProgress(process.stderr);
  using _end = { [Symbol.dispose]: () => progress.end() };
  using interrupt = new Interrupt((line) => progress.note(line));
  const { signal } = interrupt;
  const chosen = ordered(options, selection, (line) => progress.note(line));
  const kinds: readonly (LauncherKind | undefined)[] =
    options.runner === 'both' ? ['process', 'container'] : [runnerOf(options, selection)];
  const reports: RunReport[] = [];
  for (const kind of kinds) {
    const report = await withLauncher(kind, { selection: chosen, options, progress, signal });
    if (report !== undefined) reports.push(report);
    if (signal.aborted) return INTERRUPTED;
  }
  const [first, second] = reports;
  if (first === undefined || second === undefined) return exitCode(reports, options);
  await writeComparison(options.out, first, second);
  return differing(first, second) ? 1 : exitCode(reports, options);
}

/** Peers of somebody else's are on this host, and so are ours then. */
function runnerOf({ runner }: Options, { external }: Selection): LauncherKind | undefined {
  return external === undefined && runner !== 'both' ? runner : 'process';
}

type Wish = Omit<RunContext, 'launcher' | 'folder'>;

/** One run with a launcher of its own; nothing when it was interrupted before peers could start. */
async function withLauncher(
  kind: LauncherKind | undefined,
  wish: Wish,
): Promise<RunReport | undefined> {
  const { options, progress, signal } = wish;
  try {
    const { launcher, why } = await chooseLauncher(kind, (line) => progress.note(line));
    progress.note(why);
    await using _ = launcher;
    const folder = options.runner === 'both' ? join(options.out, launcher.kind) : options.out;
    const report = await runOnce({ ...wish, launcher, folder });
    print(report, folder);
    return report;
  } catch (error) {
    // What was being set up is interrupted by the same Ctrl-C, and fails.
    if (signal.aborted && error instanceof LaunchError) return undefined;
    throw error;
  }
}

function ordered(options: Options, selection: Selection, say: (line: string) => void): Selection {
  const seed = seedOf(options.shuffle);
  if (seed === undefined) return selection;
  say(`shuffled: --shuffle ${seed} repeats this order`);
  const name = ({ cell, testCase }: Selection['tasks'][number]) =>
    `${cell.client} ${cell.server} ${cell.protocol} ${cell.transport} ${testCase.id}`;
  return { ...selection, tasks: shuffled(selection.tasks, seed, name) };
}

function print(report: RunReport, folder: string): void {
  const colour = wantsColour(process.stdout, process.env);
  const width = process.stdout.columns ?? 100;
  process.stdout.write(`${renderTerminal(report, { colour, width, folder })}\n`);
}

function exitCode(reports: readonly RunReport[], options: Options): number {
  const failing = [...FAILING].filter((verdict) => !(verdict === 'not-run' && options.allowNotRun));
  const failed = reports.some(
    ({ summary, problems }) =>
      problems.length > 0 || failing.some((verdict) => summary[verdict] > 0),
  );
  return failed ? 1 : 0;
}

/** With both launchers: prints what they disagree on. */
function differing(first: RunReport, second: RunReport): boolean {
  const differences = compareRuns(first, second);
  process.stdout.write(`${renderComparison(first, second, differences)}\n`);
  return differences.length > 0;
}
