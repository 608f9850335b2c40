import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What never belongs to a program: tests, and what tools put beside sources (.dockerignore says the same). */
const IGNORED =
  /^(node_modules|\.venv|\.crosswire|__pycache__|\..*_cache|.*\.egg-info|.*\.test\.ts|.*_test\.go)$/;

/** The files below some paths of a folder, sorted; a path that isn't there holds none. */
export async function filesBelow(root: string, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => walk(root, path)));
  return [...new Set(found.flat())].sort();
}

async function walk(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(orNoFolder(path));
  if (typeof entries === 'string') return [entries];
  const wanted = entries.filter((entry) => !IGNORED.test(entry.name));
  const deeper = wanted.map((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? walk(root, below) : [below];
  });
  return (await Promise.all(deeper)).flat();
}

const orNoFolder =
  (path: string) =>
  (error: NodeJS.ErrnoException): string | [] => {
    if (error.code === 'ENOTDIR') return path;
    if (error.code === 'ENOENT') return [];
    throw error;
  };

/** One hash, in hex, of the names and contents of files below `root`, and of further words. */
export async function contentHash(
  root: string,
  paths: readonly string[],
  words: readonly string[] = [],
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const path of await filesBelow(root, paths)) {
    const content = await readFile(join(root, path));
    hash.update(`\n${JSON.stringify(path)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
