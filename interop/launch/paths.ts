import { join, resolve } from 'node:path';

/** The checkout that this program was started from. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** What runs leave behind for later runs: stamps and built programs. Ignored by git, safe to delete. */
export const STATE = join(ROOT, '.crosswire');

/** What Node has compiled of our programs and of packages: the next that starts has half the work. */
export const COMPILED = join(STATE, 'node-compile-cache');
