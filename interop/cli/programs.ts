import { join } from 'node:path';
import { ROOT } from '../launch/paths.ts';
import { VENV_PYTHON } from '../launch/prepare-python.ts';
import type { Language } from '../launch/recipes.ts';

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

/** A Command is what is started: a file, its arguments, and where. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** The command of a program in a language. */
export const COMMANDS: Readonly<Record<Language, (program: Program) => Command>> = {
  typescript: (program) => ({
    file: process.execPath,
    args: [join(ROOT, 'ts/programs', `${program}.ts`)],
    cwd: ROOT,
  }),
  python: (program) => ({
    file: VENV_PYTHON,
    args: ['-m', `crosswire_peers.programs.${program.replace('-', '_')}`],
    cwd: ROOT,
  }),
  go: (program) => ({ file: 'go', args: ['run', `./cmd/${program}`], cwd: join(ROOT, 'go') }),
};
