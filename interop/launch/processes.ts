import { join } from 'node:path';
import { COMPILED, ROOT } from './paths.ts';
import { GO_PEER, goPreparation } from './prepare-go.ts';
import { pythonPreparation, VENV_PYTHON } from './prepare-python.ts';
import type { Command } from './process-group.ts';
import type { Language, Recipe } from './recipes.ts';
import type { Preparation } from './stamp.ts';

/** What a peer may see of our environment: no proxies, no credentials, nothing that changes a library. */
const ALLOWED = ['PATH', 'HOME', 'LANG', 'TMPDIR'] as const;

/** A HowToRun is what a language's peers need before they start, and the program with its arguments. */
export interface HowToRun {
  readonly preparation?: Preparation;
  readonly command: readonly [file: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** How each language's peers run as processes. Node strips the types itself, and keeps what it has compiled. */
export const asProcess: Readonly<Record<Language, HowToRun>> = {
  typescript: {
    command: [process.execPath, join(ROOT, 'ts/peer/main.ts')],
    env: { NODE_COMPILE_CACHE: COMPILED },
  },
  python: { preparation: pythonPreparation, command: [VENV_PYTHON, '-m', 'crosswire_peers'] },
  go: { preparation: goPreparation, command: [GO_PEER] },
};

/** The whole command for one peer. */
export function commandFor(recipe: Recipe, how: HowToRun): Command {
  const [file, ...args] = how.command;
  const control = { CROSSWIRE_CONTROL: '127.0.0.1:0', CROSSWIRE_STDIN: 'watch' };
  const env = { ...allowedEnvironment(), ...control, ...how.env, ...recipe.env };
  return { file, args, cwd: ROOT, env };
}

/** What of our environment a child sees. */
export function allowedEnvironment(): Record<string, string> {
  const pairs = ALLOWED.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(
    pairs.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== undefined),
  );
}
