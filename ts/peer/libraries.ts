/** Libraries are the peers of this language, by recipe; only the one that is asked for is loaded. */
import type { Library } from './library.ts';

const libraries: Readonly<Record<string, () => Promise<Library>>> = {
  'ts-connect': async () => (await import('./connect/library.ts')).connect(),
  'ts-grpc-js': async () => (await import('./grpc-js/library.ts')).grpcJs(),
};

/** loadLibrary takes a recipe's id. It may pin another version, "ts-grpc-js@1.13": the same library still. */
export async function loadLibrary(id: string): Promise<Library> {
  const load = libraries[id.split('@', 1)[0] ?? ''];
  if (!load) throw new Error(`CROSSWIRE_PEER is "${id}", not ${Object.keys(libraries).join(', ')}`);
  return load();
}
