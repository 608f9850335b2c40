/** Flags are what every program here takes on its command line. */
import { parseArgs } from 'node:util';

/** Library is the gRPC library that a program runs on. */
export type LibraryName = 'grpc-js' | 'connect';

/** FlagInit is a flag before the command line is read; a switch has `false` for its default. */
export type FlagInits = Readonly<
  Record<string, { readonly fallback: string | false; readonly about: string }>
>;

export type Flags<Inits extends FlagInits> = {
  readonly [Name in keyof Inits]: Inits[Name]['fallback'] extends string ? string : boolean;
} & { readonly library: LibraryName };

interface Usage<Inits extends FlagInits> {
  /** What `--help` prints first: "users-client: asks for users 1 and 2". */
  readonly about: string;
  /** A program's own flags, with their defaults. */
  readonly flags: Inits;
}

/** readFlags ends the program for `--help` (0) and for flags that make no sense (2). */
export function readFlags<Inits extends FlagInits>({ about, flags }: Usage<Inits>): Flags<Inits> {
  const all = { ...flags, library: { fallback: 'grpc-js', about: 'grpc-js or connect' } };
  try {
    const values = parse(all);
    const { library } = values;
    if (library !== 'grpc-js' && library !== 'connect') {
      throw new Error(`--library is grpc-js or connect, not ${library}`);
    }
    if (values.help === undefined) return values as Flags<Inits>;
    console.log(helpText(about, all));
    process.exit(0);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : `${error}`);
  }
}

/** refuse ends the program for a flag that makes no sense. */
export function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function parse(flags: FlagInits): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { fallback }]) => {
      const type = fallback === false ? ('boolean' as const) : ('string' as const);
      return [name, { type, default: fallback }];
    }),
  );
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
  return values as Record<string, string | boolean | undefined>;
}

function helpText(about: string, flags: FlagInits): string {
  const lines = Object.entries(flags).map(([name, flag]) => {
    const fallback = flag.fallback ? ` (${flag.fallback})` : '';
    return `  --${name.padEnd(18)} ${flag.about}${fallback}`;
  });
  return [about, ...lines].join('\n');
}

/** milliseconds reads "5s" and "500ms"; anything else ends the program. */
export function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(duration) ?? [];
  if (amount === undefined) return refuse(`not a duration like 5s or 500ms: ${duration}`);
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

/** wholeNumber reads a number within bounds; anything else ends the program. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuse(`--${flag} is a whole number in ${least}–${most}, not ${text}`);
}
