import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Language } from './libraries.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** The versions of a language's packages, as the lock files of this checkout have them. */
const READERS: Readonly<Record<Language, () => (name: string) => string | undefined>> = {
  node() {
    const lock = JSON.parse(read('package-lock.json')) as Lock;
    return (name) => lock.packages[`node_modules/${name}`]?.version;
  },
  python() {
    const pins = read('python/requirements.lock').split('\n');
    return (name) => pins.find((pin) => pin.startsWith(`${name}==`))?.slice(name.length + 2);
  },
  go() {
    const lines = read('go/go.mod').split('\n');
    const words = lines.map((line) => line.trim().split(/\s+/));
    return (name) => words.find(([module]) => module === name)?.[1];
  },
};

type Reader = ReturnType<(typeof READERS)[Language]>;
const opened = new Map<Language, Reader>();

function readerOf(language: Language): Reader {
  const reader = opened.get(language) ?? READERS[language]();
  opened.set(language, reader);
  return reader;
}

/** The exact version of a package. */
export function versionOf(language: Language, name: string): string {
  const version = readerOf(language)(name);
  if (version === undefined) throw new Error(`no lock file has a version of ${name}`);
  return version;
}

/** `go 1.26.0`, for go.mod. */
export function goVersion(): string {
  return /^go (\S+)$/m.exec(read('go/go.mod'))?.[1] ?? '1.26.0';
}
