import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeOut } from './out-folder.ts';

it('makes what is missing, takes what is there, and leaves nothing in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crosswire-out-'));
  try {
    const deep = join(folder, 'a/b');
    await makeOut(deep);
    await makeOut(deep);
    expect(await readdir(deep)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.for([
  ['', 'give a folder'],
  [import.meta.filename, ''],
  [join(import.meta.filename, 'sub'), ''],
  ['/proc/none/deep', ''],
] as const)('refuses %j with the reason', async ([folder, why]) => {
  const name = `--out ${JSON.stringify(folder)}: `;
  await expect(makeOut(folder)).rejects.toThrow(`${name}${why}`);
});
