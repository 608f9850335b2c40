import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentHash } from './content-hash.ts';
import { type Preparation, prepareOnce, stamped } from './stamp.ts';

let folder = '';
let made = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crosswire-stamp-'));
  made = 0;
  await mkdir(join(folder, 'sources'));
  await writeFile(join(folder, 'sources/a.txt'), 'a');
});

afterEach(() => rm(folder, { recursive: true }));

/** Counts how often it is made; its result is a file. */
function counting(fails = false): Preparation {
  const result = join(folder, 'result');
  const make = async () => {
    made += 1;
    if (fails) throw new Error('not made');
    await writeFile(result, 'made');
  };
  const hash = () => contentHash(folder, ['sources']);
  return stamped({ name: `counting-${folder}`.replace(/\W/g, '-'), result, hash, make }, folder);
}

const prepare = (work: Preparation) => prepareOnce(work, () => undefined);

test('nothing that is up to date is made again, and a change is', async () => {
  await prepare(counting());
  await prepare(counting());
  expect(made).toBe(1);
  await writeFile(join(folder, 'sources/b.txt'), '');
  await prepare(counting());
  expect(made).toBe(2);
});

test('a test file is no change', async () => {
  await prepare(counting());
  await writeFile(join(folder, 'sources/a.test.ts'), '');
  await writeFile(join(folder, 'sources/a_test.go'), '');
  await prepare(counting());
  expect(made).toBe(1);
});

test('a deleted result is made again', async () => {
  await prepare(counting());
  await rm(join(folder, 'result'));
  await prepare(counting());
  expect(made).toBe(2);
});

test('what failed leaves no stamp', async () => {
  await expect(prepare(counting(true))).rejects.toThrow('not made');
  await prepare(counting());
  expect(made).toBe(2);
});

test('of many at once one makes it', async () => {
  await Promise.all(Array.from({ length: 5 }, () => prepare(counting())));
  expect(made).toBe(1);
});
