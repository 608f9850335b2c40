import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LaunchError, messageOf } from '../launch/errors.ts';

/** An OutError says why nothing can be written where `--out` wants it. */
export class OutError extends LaunchError {
  override readonly name = 'OutError';
}

/** Makes the folder that results go to, and sees whether files can be made in it, before anything is run for them. */
export async function makeOut(folder: string): Promise<void> {
  if (folder === '') throw new OutError('--out "": give a folder');
  try {
    await make(resolve(folder));
    const trial = join(folder, `.crosswire-${process.pid}`);
    await writeFile(trial, '');
    await rm(trial);
  } catch (error) {
    throw new OutError(`--out ${JSON.stringify(folder)}: ${messageOf(error)}`);
  }
}

/** Folder by folder: where none can be made, as in /proc, Node's own `recursive` never ends. */
async function make(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (path !== dirname(path)) await make(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
