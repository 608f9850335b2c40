import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from './launcher.ts';
import { takeLock } from './lock.ts';
import { STATE } from './paths.ts';

/** A Preparation is work that need not be done again while it says that its result is up to date. */
export interface Preparation {
  readonly name: string;
  upToDate(): Promise<boolean>;
  make(progress: Progress): Promise<void>;
}

/** Does the work if it is needed. Of several runs at once one does it, and the others wait for that. */
export async function prepareOnce(work: Preparation, progress: Progress): Promise<void> {
  if (await work.upToDate()) return;
  await using _lock = await takeLock(`${STATE}/${work.name}`, () =>
    progress(`${work.name}: waiting for another run that prepares it`),
  );
  if (!(await work.upToDate())) await work.make(progress);
}

/** What a stamped preparation makes: a file, from sources that one hash stands for. */
export interface Stamped {
  readonly name: string;
  /** The file that is there when the work has been done; a stamp alone would believe in a deleted one. */
  readonly result: string;
  hash(): Promise<string>;
  make(progress: Progress): Promise<void>;
}

/** A preparation whose stamp, under the state folder, holds the hash of what it was last made from. */
export function stamped(work: Stamped, state = STATE): Preparation {
  const stamp = join(state, 'stamps', work.name);
  return {
    name: work.name,
    async upToDate() {
      const [hash, last, there] = await Promise.all([
        work.hash(),
        read(stamp),
        exists(work.result),
      ]);
      return there && hash === last;
    },
    async make(progress) {
      const hash = await work.hash();
      await work.make(progress);
      await write(stamp, hash);
    },
  };
}

const read = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(() => undefined);

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Written aside and renamed: a run that ends in between leaves the old stamp, never half a new one. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, text);
  await rename(aside, path);
}
