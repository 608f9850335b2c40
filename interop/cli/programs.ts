import { join } from 'node:path';
import { ROOT, STATE } from '../launch/paths.ts';
import { GO_ENV } from '../launch/prepare-go.ts';
import { pythonPreparation, VENV_PYTHON } from '../launch/prepare-python.ts';
import type { Language } from '../launch/recipes.ts';
import { runTool } from '../launch/run-tool.ts';
import { prepareOnce } from '../launch/stamp.ts';

/** The runnable programs, the same in every language. */
export const PROGRAMS = [
  'users-server',
  'users-client',
  'subjects-server',
  'subjects-client',
  'orders-server',
  'orders-client',
] as const;
export type Program = (typeof PROGRAMS)[number];

/** A Command is what is started: a file, its arguments, and what must be done before. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly prepare?: () => Promise<unknown>;
}

const GO_FOLDER = join(ROOT, 'go');

/** The command of a program in a language. `go run` would hide the program's exit code, so it is built. */
export const COMMANDS: Readonly<Record<Language, (program: Program) => Command>> = {
  typescript: (program) => ({
    file: process.execPath,
    args: [join(ROOT, 'ts/programs', `${program}.ts`)],
  }),
  python: (program) => ({
    file: VENV_PYTHON,
    args: ['-m', `crosswire_peers.programs.${program.replace('-', '_')}`],
    prepare: () => prepareOnce(pythonPreparation, console.error),
  }),
  go: (program) => {
    const file = join(STATE, 'bin', program);
    const args = ['build', '-o', file, `./cmd/${program}`];
    const env = { ...process.env, ...GO_ENV };
    return { file, args: [], prepare: () => runTool('go', args, { cwd: GO_FOLDER, env }) };
  },
};
