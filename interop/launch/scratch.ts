import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Janitor } from './janitor.ts';

/** Works in a temporary folder for this user alone, which is gone afterwards, whatever ends the harness. */
export async function inScratch<T>(word: string, use: (folder: string) => Promise<T>): Promise<T> {
  await using janitor = new Janitor();
  const folder = await mkdtemp(join(tmpdir(), `crosswire-${word}-`));
  janitor.watchFolder(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
