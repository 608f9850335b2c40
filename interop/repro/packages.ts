import { RAW } from '../contract/raw.ts';
import { type Language, LIBRARIES, type Library } from './libraries.ts';
import { goVersion, versionOf } from './versions.ts';

/**
 * The files that name the packages of a client and a server, each pinned to the version of the lock files
 * here. A raw client shows header blocks by hpack.
 */
export function packageFiles(peers: readonly string[]): Readonly<Record<string, string>> {
  const names = (language: Language) => [
    ...new Set(
      librariesOf(peers, language).flatMap((one) => [...one.packages, ...(one.behind ?? [])]),
    ),
  ];
  const hpack = peers[0] === RAW ? ['hpack'] : [];
  const python = [...names('python'), ...hpack];
  const files = {
    'package.json': nodeFile(pinned('node', names('node'))),
    'requirements.txt': pinned('python', python)
      .map((pin) => `${pin.join('==')}\n`)
      .join(''),
    'go.mod': goFile(pinned('go', names('go'))),
  };
  const needed: Readonly<Record<string, number>> = {
    'package.json': names('node').length,
    'requirements.txt': python.length,
    'go.mod': names('go').length,
  };
  return Object.fromEntries(Object.entries(files).filter(([name]) => (needed[name] ?? 0) > 0));
}

/** The libraries of some peers that are of a language. */
function librariesOf(peers: readonly string[], language: Language): Library[] {
  return peers.flatMap((peer) => {
    const library = LIBRARIES[peer];
    return library?.language === language ? [library] : [];
  });
}

type Pin = readonly [name: string, version: string];

function pinned(language: Language, names: readonly string[]): Pin[] {
  return names.map((name) => [name, versionOf(language, name)]);
}

function nodeFile(pins: readonly Pin[]): string {
  const content = { private: true, dependencies: Object.fromEntries(pins) };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function goFile(pins: readonly Pin[]): string {
  const lines = pins.map(([name, version]) => `\t${name} ${version}\n`);
  return `module repro\n\ngo ${goVersion()}\n\nrequire (\n${lines.join('')})\n`;
}

/** `grpc-js 1.14.7`-like lines of what is at work. */
export function versionLines(peers: readonly string[]): string[] {
  const seen = new Set(
    peers.flatMap((peer) => {
      const library = LIBRARIES[peer];
      if (library === undefined) return [];
      return library.packages.map((name) => `${name} ${versionOf(library.language, name)}`);
    }),
  );
  const node = librariesOf(peers, 'node').length > 0 ? [`Node ${process.versions.node}`] : [];
  return [...seen, ...node];
}
