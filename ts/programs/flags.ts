/** Flags are what every program here takes on its command line. */
import { parseArgs } from 'node:util';

/** Library is the gRPC library that a program runs on. */
export type LibraryName = 'grpc-js' | 'connect';

interface Usage<Name extends string> {
  /** What `--help` prints first: "users-client: asks for users 1 and 2". */
  readonly about: string;
  /** A program's own flags, with their defaults. */
  readonly flags: Readonly<Record<Name, { readonly fallback: string; readonly about: string }>>;
}

export type Flags<Name extends string> = Readonly<Record<Name, string>> & {
  readonly library: LibraryName;
};

/** readFlags ends the program for `--help` (0) and for flags that make no sense (2). */
export function readFlags<Name extends string>(usage: Usage<Name>): Flags<Name> {
  const flags = {
    ...usage.flags,
    library: { fallback: 'grpc-js', about: 'grpc-js or connect' },
  } as Usage<string>['flags'];
  try {
    const values = parse(flags);
    if (values.library !== 'grpc-js' && values.library !== 'connect') {
      throw new Error(`--library is grpc-js or connect, not ${values.library}`);
    }
    if (values.help === undefined) return values as Flags<Name>;
    console.log(helpText(usage.about, flags));
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

function parse(flags: Usage<string>['flags']): Record<string, string | undefined> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: 'string' as const, default: flag.fallback },
    ]),
  );
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
  return values as Record<string, string | undefined>;
}

function helpText(about: string, flags: Usage<string>['flags']): string {
  const lines = Object.entries(flags).map(
    ([name, flag]) => `  --${name.padEnd(18)} ${flag.about} (${flag.fallback})`,
  );
  return [about, ...lines].join('\n');
}

/** milliseconds reads "5s" and "500ms"; anything else ends the program. */
export function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(duration) ?? [];
  if (amount === undefined) {
    console.error(`not a duration like 5s or 500ms: ${duration}`);
    process.exit(2);
  }
  return Number(amount) * (unit === 's' ? 1000 : 1);
}
