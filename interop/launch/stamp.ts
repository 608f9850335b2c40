import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from './launcher.ts';
import { takeLock } from './lock.ts';
import { STATE } from './paths.ts';

/** A Preparation is work that need not be done again while its `hash` stays, and `present` says so. */
export interface Preparation {
  readonly name: string;
  hash(): Promise<string>;
  /** Whether the result is still there; a stamp alone would believe in a deleted file. */
  present(hash: string): Promise<boolean>;
  make(hash: string, progress: Progress): Promise<void>;
}

/** Does the work if it is needed. Of several runs at once one does it, and the others wait for that. */
export async function prepareOnce(
  work: Preparation,
  progress: Progress,
  state = STATE,
): Promise<void> {
  if (await upToDate(work, state)) return;
  await using _lock = await takeLock(`${state}/${work.name}`, () =>
    progress(`${work.name}: waiting for another run that prepares it`),
  );
  if (await upToDate(work, state)) return;
  const hash = await work.hash();
  await work.make(hash, progress);
  await writeStamp(state, work.name, hash);
}

async function upToDate(work: Preparation, state: string): Promise<boolean> {
  const hash = await work.hash();
  return (await readStamp(state, work.name)) === hash && (await work.present(hash));
}

const stampPath = (state: string, name: string): string => join(state, 'stamps', name);

const readStamp = (state: string, name: string): Promise<string | undefined> =>
  readFile(stampPath(state, name), 'utf8').catch(() => undefined);

/** Written aside and renamed: a run that ends in between leaves the old stamp, never half a new one. */
async function writeStamp(state: string, name: string, hash: string): Promise<void> {
  const path = stampPath(state, name);
  await mkdir(join(state, 'stamps'), { recursive: true });
  await writeFile(`${path}.${process.pid}`, hash);
  await rename(`${path}.${process.pid}`, path);
}
