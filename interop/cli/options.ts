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

/** Empty is an error, not "all": it comes from a variable that was not set. */
function patterns(value: string, before: readonly string[]): readonly string[] {
  const parts = splitOutsideBraces(value);
  if (parts.length === 0) throw new InvalidArgumentError('give a pattern');
  return [...before, ...parts];
}

function axis(name: string, description: string): Option {
  const none: readonly string[] = [];
  return new Option(`--${name} <glob>`, description).argParser(patterns).default(none, 'all');
}

/** Flags that are off when not given; as commander's defaults they would clutter the help. */
const OFF = {
  list: false,
  json: false,
  bail: false,
  shuffle: false,
  tryUnsupported: false,
  allowNotRun: false,
};

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
  const command = new Command('npm run interop --')
    .description(
      'Runs every case in every cell of clients × servers, and says who understands whom.',
    )
    .addOption(axis('client', 'clients to run'))
    .addOption(axis('server', 'servers to run'))
    .addOption(axis('protocol', 'protocols to run'))
    .addOption(axis('transport', 'transports to run'))
    .addOption(axis('case', 'cases to run, by id'))
    .addOption(
      new Option(
        '--runner <how>',
        'how peers are started (default: containers where an engine answers)',
      ).choices(['process', 'container', 'both']),
    )
    .option('--list', 'print the cells and cases chosen, and run nothing')
    .addOption(new Option('--json', 'list as JSON').implies({ list: true }))
    .option('--bail', 'stop at the first verdict that fails the run')
    .option('--shuffle [seed]', 'run in another order; the seed is printed')
    .option('--repeat <n>', 'run every case n times; a verdict that changes is flaky', positive, 1)
    .option('--try-unsupported', 'run what peers declare unsupported: a pass fails the run')
    .option('--allow-not-run', 'let verdicts that could not be reached not fail the run')
    .option('--out <folder>', 'where results are written', 'results')
    .addHelpText('after', EXIT_CODES)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return { ...OFF, ...command.parse([...argv], { from: 'user' }).opts<Options>() };
}
