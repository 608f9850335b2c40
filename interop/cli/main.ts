import { LaunchError } from '../launch/errors.ts';
import { PatternError } from '../matrix/filter.ts';
import { externalOf } from './external.ts';
import { selectExternal } from './external-selection.ts';
import { interop } from './interop.ts';
import { listing } from './list.ts';
import { parseOptions } from './options.ts';
import { makeOut } from './out-folder.ts';
import { proveChosen } from './prove.ts';
import { parseRepro, repro } from './repro.ts';
import { select } from './selection.ts';

/** The command line of `npm run interop`: returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    if (argv[0] === 'repro') return await repro(parseRepro(argv.slice(1)));
    const options = parseOptions(argv);
    const external = await externalOf(options);
    const selection = external ? selectExternal(options, external) : select(options);
    if (!options.list) await makeOut(options.out);
    if (options.prove && !options.list) return await proveChosen(options, selection);
    if (!options.list) return await interop(options, selection);
    process.stdout.write(`${listing(selection, options.json)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof PatternError || error instanceof LaunchError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
