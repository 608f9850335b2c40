import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.ts';
import type { Language } from './recipes.ts';

/** What there are images of: each language's peers, and the services that cases stand on. */
export type ImageName = Language | 'infrastructure';

/** A Dockerfile's ingredients, read from its own lines, so that nothing has to be listed twice. */
export interface Dockerfile {
  readonly path: string;
  /** Official images that it starts from. */
  readonly bases: readonly string[];
  /** Files and folders of the checkout that it copies. */
  readonly sources: readonly string[];
  /** Names of the build arguments that it takes. */
  readonly args: readonly string[];
}

export async function readDockerfile(name: ImageName): Promise<Dockerfile> {
  const path = `docker/${name}.Dockerfile`;
  return parseDockerfile(path, await readFile(join(ROOT, path), 'utf8'));
}

/** Understands what our own Dockerfiles use: `FROM name [AS stage]`, `COPY source… target`, `ARG name[=default]`. */
export function parseDockerfile(path: string, text: string): Dockerfile {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const having = (verb: string) =>
    lines.filter(([word]) => word === verb).map(([, ...rest]) => rest);
  const copies = having('COPY').filter(([first]) => !first?.startsWith('--from='));
  return {
    path,
    bases: unique(having('FROM').flatMap(([image = '']) => (image === 'scratch' ? [] : [image]))),
    sources: unique(copies.flatMap((words) => words.slice(0, -1))),
    args: unique(having('ARG').map(([arg = '']) => arg.replace(/=.*/, ''))),
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort();
