import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from './content-hash.ts';
import { ToolchainError } from './errors.ts';
import type { Progress } from './launcher.ts';
import { ROOT } from './paths.ts';
import { runTool } from './run-tool.ts';
import { stamped } from './stamp.ts';

const FOLDER = join(ROOT, 'python');
const OLDEST = [3, 10] as const;
const ADVICE =
  "install it with its venv module, or choose `--runner container`, or leave Python out with `--client '{ts,go}-*' --server '{ts,go}-*'`";

/** The interpreter of the virtual environment that Python peers run in. */
export const VENV_PYTHON = join(FOLDER, '.venv/bin/python');

/** The virtual environment: the locked packages, and this repository's own by reference. */
export const pythonPreparation = stamped({
  name: 'python',
  result: VENV_PYTHON,
  async hash() {
    const roots = await Promise.all(['src', 'gen'].map((folder) => topLevel(folder)));
    return contentHash(FOLDER, ['pyproject.toml', 'requirements.lock'], [FOLDER, ...roots.flat()]);
  },
  make: makeVenv,
});

/** An editable install knows the packages that were there when it was made, by name and by place. */
const topLevel = (folder: string): Promise<string[]> =>
  readdir(join(FOLDER, folder)).then(
    (names) => names.filter((name) => /^[a-z]\w*$/.test(name)).sort(),
    () => [],
  );

async function makeVenv(progress: Progress): Promise<void> {
  const python = await findPython();
  progress('python: making the virtual environment');
  await runTool(python, ['-m', 'venv', '.venv'], { cwd: FOLDER });
  progress('python: installing the locked packages');
  await runTool(
    VENV_PYTHON,
    ['-m', 'pip', 'install', '-q', '-c', 'requirements.lock', '-e', '.[dev]'],
    {
      cwd: FOLDER,
    },
  );
}

async function findPython(): Promise<string> {
  const probe = 'import sys, venv, ensurepip; print(*sys.version_info[:2])';
  for (const name of ['python3', 'python']) {
    const answer = await runTool(name, ['-c', probe], { timeoutMs: 10_000 }).catch(() => '');
    const [major = 0, minor = 0] = answer.trim().split(' ').map(Number);
    if (major === OLDEST[0] && minor >= OLDEST[1]) return name;
  }
  throw new ToolchainError(
    `python: no Python >= ${OLDEST.join('.')} with venv on the PATH: ${ADVICE}`,
  );
}
