import { writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';
import { inScratch } from './scratch.ts';

/** What asks for a new key. */
export const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
/** For how long certificates are good: a run is over by then. */
export const DAYS = ['-days', '2'];

/** The beginning of a configuration: an authority's extensions, in the section of that name. */
export const AUTHORITY = `[req]
distinguished_name = empty
[empty]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
`;

/**
 * Works in a folder with openssl's configuration, which is gone afterwards. Extensions come from a file alone:
 * `-addext` beside a system's openssl.cnf may give one twice.
 */
export async function inKeyFolder<T>(
  configuration: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return inScratch('keys', async (folder) => {
    await writeFile(join(folder, 'config'), configuration);
    return use(folder);
  });
}

/** Runs the openssl program in such a folder. */
export async function openssl(folder: string, ...args: string[]): Promise<void> {
  await runTool('openssl', args, { cwd: folder });
}

/** Names and addresses, as a certificate has them. */
export function alternatives(names: readonly string[]): string {
  return names.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(', ');
}
