import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Which rooms a room may import from: the design's arrows. Whatever isn't here is forbidden. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'interop/contract': ['ts/gen'],
  'interop/cases': ['interop/contract'],
  'interop/matrix': ['interop/contract'],
  'interop/judge': ['interop/contract'],
  'interop/launch': [],
  'interop/drive': ['interop/contract'],
  'interop/registry': [],
  'interop/run': [
    'interop/contract',
    'interop/drive',
    'interop/judge',
    'interop/matrix',
    'interop/launch',
    'interop/registry',
  ],
  'interop/report': ['interop/contract'],
  'interop/wire': ['interop/contract', 'interop/drive', 'interop/launch', 'interop/report'],
  'interop/repro': ['interop/contract'],
  'interop/proof': [
    'interop/contract',
    'interop/cases',
    'interop/matrix',
    'interop/judge',
    'interop/launch',
    'interop/drive',
    'interop/run',
    'interop/wire',
  ],
  'interop/cli': [
    'interop/repro',
    'interop/contract',
    'interop/cases',
    'interop/matrix',
    'interop/judge',
    'interop/launch',
    'interop/drive',
    'interop/run',
    'interop/report',
    'interop/wire',
    'interop/proof',
  ],
  'interop/bench': [
    'interop/contract',
    'interop/cases',
    'interop/matrix',
    'interop/launch',
    'interop/drive',
    'interop/run',
    'interop/report',
    'interop/cli',
  ],
  'ts/services': ['ts/gen'],
  'ts/grpc-js': ['ts/gen', 'ts/services'],
  'ts/connect': ['ts/gen', 'ts/services'],
  'ts/discovery': ['ts/gen'],
  'ts/programs': [
    'ts/gen',
    'ts/services',
    'ts/grpc-js',
    'ts/connect',
    'ts/discovery',
    'ts/address.ts',
  ],
  'ts/peer': ['ts/gen', 'ts/services', 'ts/grpc-js', 'ts/connect', 'ts/discovery', 'ts/address.ts'],
  'ts/address.ts': [],
};

/** What the tests of a room may import beside, to try it with real servers. */
const TESTS_TOO: Readonly<Record<string, readonly string[]>> = {
  'interop/repro': ['interop/cases'],
  'ts/discovery': ['ts/services', 'ts/grpc-js', 'ts/connect'],
};

const root = resolve(import.meta.dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

/** The paths, from the root, of what a file imports relatively. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => relative(root, resolve(root, dirname(file), path)));
}

function roomOf(path: string): string | undefined {
  const room = path.split('/').slice(0, 2).join('/');
  return room === 'ts/gen' || room in ALLOWED ? room : undefined;
}

const files = Object.keys(ALLOWED).flatMap((room) => {
  try {
    return sources(room);
  } catch {
    return [];
  }
});

it('finds the rooms', () => {
  expect(files.length).toBeGreaterThan(50);
});

function allowed(file: string, from: string): readonly string[] {
  const too = file.endsWith('.test.ts') ? TESTS_TOO[from] : undefined;
  return [...(ALLOWED[from] ?? []), ...(too ?? [])];
}

it('imports go only along the arrows of the design', () => {
  const forbidden = files.flatMap((file) => {
    const from = roomOf(file) ?? '';
    const edges = importsOf(file).map((path) => ({ path, to: roomOf(path) }));
    return edges
      .filter(({ to }) => to !== from && !(to !== undefined && allowed(file, from).includes(to)))
      .map(({ path }) => `${file} imports ${path}`);
  });
  expect(forbidden).toEqual([]);
});

it('no file imports itself by a detour', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

it('no file of ours grows beyond 250 lines', () => {
  const long = files.filter(
    (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251,
  );
  expect(long).toEqual([]);
});
