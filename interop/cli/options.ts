import { Command, InvalidArgumentError, Option } from 'commander';

/** What `npm run interop -- …` was asked for. */
export interface Options {
  readonly client: readonly string[];
  readonly server: readonly string[];
  readonly protocol: readonly string[];
  readonly transport: readonly string[];
  readonly case: readonly string[];
  readonly runner: 'process' | 'container' | 'both' | undefined;
  readonly list: boolean;
  readonly json: boolean;
  readonly bail: boolean;
  readonly shuffle: string | boolean;
  readonly repeat: number;
  readonly tryUnsupported: boolean;
  readonly allowNotRun: boolean;
  readonly out: string;
}

const EXIT_CODES = `
Patterns are globs and may be given several times, or joined with commas: --case 'status/**'

Exit codes: 0 all as expected · 1 something failed, or was not run · 2 the command or the machine
is not as it must be · 130 interrupted`;

function patterns(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...splitOutsideBraces(value)];
}

/** Splits at commas, but not inside `{a,b}`. */
function splitOutsideBraces(value: string): string[] {
  return value.split(/,(?![^{]*\})/).filter((part) => part !== '');
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('give a whole number from 1');
  return number;
}

/** Reads the flags; prints help or an error and ends the process where commander does. */
export function parseOptions(argv: readonly string[]): Options {
  const none: readonly string[] = [];
  const command = new Command('npm run interop --')
    .description(
      'Runs every case in every cell of clients × servers, and says who understands whom.',
    )
    .option('--client <glob>', 'clients to run', patterns, none)
    .option('--server <glob>', 'servers to run', patterns, none)
    .option('--protocol <glob>', 'protocols to run', patterns, none)
    .option('--transport <glob>', 'transports to run', patterns, none)
    .option('--case <glob>', 'cases to run, by id', patterns, none)
    .addOption(
      new Option(
        '--runner <how>',
        'how peers are started (default: containers where an engine answers)',
      ).choices(['process', 'container', 'both']),
    )
    .option('--list', 'print the cells and cases chosen, and run nothing', false)
    .option('--json', 'with --list: as JSON', false)
    .option('--bail', 'stop at the first verdict that fails the run', false)
    .option('--shuffle [seed]', 'run in another order; the seed is printed', false)
    .option('--repeat <n>', 'run every case n times; a verdict that changes is flaky', positive, 1)
    .option('--try-unsupported', 'run what peers declare unsupported: a pass fails the run', false)
    .option('--allow-not-run', 'let verdicts that could not be reached not fail the run', false)
    .option('--out <folder>', 'where results are written', 'results')
    .addHelpText('after', EXIT_CODES)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return command.parse([...argv], { from: 'user' }).opts<Options>();
}
