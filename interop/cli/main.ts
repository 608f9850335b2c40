import { LaunchError } from '../launch/errors.ts';
import { PatternError } from '../matrix/filter.ts';
import { interop } from './interop.ts';
import { listing } from './list.ts';
import { parseOptions } from './options.ts';
import { select } from './selection.ts';

/** The command line of `npm run interop`: returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  try {
    const selection = select(options);
    if (!options.list) return await interop(options, selection);
    process.stdout.write(`${listing(selection, options.json)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof PatternError || error instanceof LaunchError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
