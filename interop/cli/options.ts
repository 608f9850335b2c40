import { Command, InvalidArgumentError, Option } from 'commander';
import { TIERS } from '../contract/vocabulary.ts';

/** What --tier may name: a tier, or what is dear of all tiers. */
const CHOICES = [...TIERS, 'dear'] as const;
type Chosen = (typeof CHOICES)[number];

/** What `npm run interop -- …` was asked for. */
export interface Options {
  readonly client: readonly string[];
  readonly server: readonly string[];
  readonly protocol: readonly string[];
  readonly transport: readonly string[];
  readonly case: readonly string[];
  /** Empty is all but `dear`, which cases named by --case may be. */
  readonly tier: readonly Chosen[];
  readonly runner: 'process' | 'container' | 'both' | undefined;
  readonly list: boolean;
  readonly json: boolean;
  readonly bail: boolean;
  readonly shuffle: string | boolean;
  readonly repeat: number;
  readonly tryUnsupported: boolean;
  readonly allowNotRun: boolean;
  readonly trace: boolean;
  readonly record: boolean;
  readonly prove: boolean;
  readonly out: string;
  /** Peers of somebody else's, docs/official.md. */
  readonly peerServer: readonly string[];
  readonly peerClient: readonly string[];
}

const EXIT_CODES = `
npm run interop -- repro <id> writes a verdict as two small programs; repro --help says more.

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

/** A flag that may be given several times, whose value may have commas. */
function several(name: string, value: string, description: string): Option {
  const none: readonly string[] = [];
  return new Option(`--${name} ${value}`, description)
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default(none, 'none');
}

/** Flags that are off when not given; as commander's defaults they would clutter the help. */
const OFF = {
  list: false,
  json: false,
  bail: false,
  shuffle: false,
  tryUnsupported: false,
  allowNotRun: false,
  trace: false,
  prove: false,
};

/** What says how a matrix is run, and means nothing to a proof. */
const OF_A_MATRIX = [
  'bail',
  'shuffle',
  'repeat',
  'tryUnsupported',
  'allowNotRun',
  'trace',
  'record',
];

/** Splits at commas, but not inside `{a,b}`. */
function splitOutsideBraces(value: string): string[] {
  return value.split(/,(?![^{]*\})/).filter((part) => part !== '');
}

function tiers(value: string, before: readonly Chosen[]): readonly Chosen[] {
  const names = value.split(',').flatMap((name) => (name === 'all' ? CHOICES : [name]));
  const chosen = CHOICES.filter((choice) => names.includes(choice));
  if (chosen.length < new Set(names).size)
    throw new InvalidArgumentError(`give all, or some of ${CHOICES.join(', ')}`);
  return [...before, ...chosen];
}

function seed(value: string): string {
  if (value === '') throw new InvalidArgumentError('give a seed, or none to have one');
  return value;
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new InvalidArgumentError('give a whole number from 1 to 999999');
  return Number(value);
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
        '--tier <tier>',
        `tiers to run: ${CHOICES.join(', ')}, or all; what is dear runs only with dear or all, or when --case names it`,
      )
        .argParser(tiers)
        .default([], 'all but dear'),
    )
    .addOption(
      new Option(
        '--runner <how>',
        'how peers are started (default: containers where an engine answers)',
      ).choices(['process', 'container', 'both']),
    )
    .option('--list', 'print the cells and cases chosen, and run nothing')
    .addOption(new Option('--json', 'list as JSON').implies({ list: true }))
    .option('--bail', 'stop at the first verdict that fails the run')
    .option('--shuffle [seed]', 'run in another order; the seed is printed', seed)
    .option('--repeat <n>', 'run every case n times; a verdict that changes is flaky', positive, 1)
    .option('--try-unsupported', 'run what peers declare unsupported: a pass fails the run')
    .option('--allow-not-run', 'let verdicts that could not be reached not fail the run')
    .option('--trace', 'record what goes over the wire of everything chosen')
    .option('--no-record', 'do not repeat under recording what fails or is known')
    .addOption(
      new Option(
        '--prove',
        'prove that every field of the chosen cases can fail, and run no matrix',
      ).conflicts(OF_A_MATRIX),
    )
    .addOption(
      several(
        'peer-server',
        '<host:port[,…]>',
        'an official interop server: the official suite with all chosen clients (docs/official.md)',
      ),
    )
    .addOption(
      several(
        'peer-client',
        '<command>',
        'an official interop client: the official suite with all chosen servers (docs/official.md)',
      ),
    )
    .option('--out <folder>', 'where results are written', 'results')
    .addHelpText('after', EXIT_CODES)
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return { ...OFF, ...command.parse([...argv], { from: 'user' }).opts<Options>() };
}
