import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDockerfile, readDockerfile } from './dockerfile.ts';
import { ROOT } from './paths.ts';

const LANGUAGES = ['typescript', 'python', 'go'] as const;
const IMAGES = [...LANGUAGES, 'infrastructure'] as const;

test('bases, sources and arguments are read from the lines themselves', () => {
  const text = [
    'FROM one:1 AS build',
    'ARG PLAIN',
    'ARG GIVEN="x y"',
    'COPY a b/c ./',
    'FROM scratch',
    'COPY --from=build /x /x',
    'COPY d d',
  ].join('\n');
  expect(parseDockerfile('path', text)).toEqual({
    path: 'path',
    bases: ['one:1'],
    sources: ['a', 'b/c', 'd'],
    args: ['GIVEN', 'PLAIN'],
  });
});

test.each(IMAGES)(
  'the base images of %s are among those that scripts/base-images.sh makes',
  async (name) => {
    const script = await readFile(join(ROOT, 'scripts/base-images.sh'), 'utf8');
    const { bases } = await readDockerfile(name);
    expect(bases).not.toEqual([]);
    for (const base of bases) expect(script).toContain(`=${base}\n`);
  },
);

test.each(LANGUAGES)('the sources of %s are let through by .dockerignore', async (language) => {
  const ignore = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n');
  const { sources } = await readDockerfile(language);
  expect(sources).not.toEqual([]);
  for (const source of sources) expect(ignore).toContain(`!${source}`);
});

test('Consul is of one version, in the image and as a program', async () => {
  const { bases } = await readDockerfile('infrastructure');
  const module = await readFile(join(ROOT, 'scripts/consul/go.mod'), 'utf8');
  const version = /hashicorp\/consul v(\S+)/.exec(module)?.[1];
  expect(bases).toContain(`hashicorp/consul:${version}`);
});

test('Node is of one version, in the image and as a package', async () => {
  const { bases } = await readDockerfile('typescript');
  const text = await readFile(join(ROOT, 'package.json'), 'utf8');
  const { devDependencies } = JSON.parse(text) as { devDependencies: { node: string } };
  expect(bases).toEqual([`node:${devDependencies.node}-bookworm-slim`]);
});
