import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceStartError } from './errors.ts';
import type { Janitor } from './janitor.ts';

/** The longest path that a Unix socket may have on every system, with its final zero: 104 bytes on macOS. */
const LONGEST = 103;

/** The path of a socket in a folder; throws where it would be too long to be bound. */
export function socketIn(folder: string, name: string): string {
  const path = join(folder, name.replaceAll(/[^\w-]/g, '_'));
  if (Buffer.byteLength(path) <= LONGEST) return path;
  throw new ServiceStartError(`${path} is too long for a Unix socket`);
}

/** Sockets are the Unix sockets of one run's processes, in a folder for this user alone. Disposing removes them. */
export class Sockets implements AsyncDisposable {
  readonly #janitor: Janitor;
  #folder: Promise<string> | undefined;

  constructor(janitor: Janitor) {
    this.#janitor = janitor;
  }

  async path(name: string): Promise<string> {
    this.#folder ??= this.#make();
    return socketIn(await this.#folder, name);
  }

  async #make(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'crosswire-'));
    this.#janitor.watchFolder(folder);
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
