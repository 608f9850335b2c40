/** The first part of the addresses that this process gives out: another run on the machine has another, nearly always. */
const FIRST = 64 + (process.pid % 128);
/** How many are given out before the first one comes again. */
const MANY = 2 ** 16;
let given = 0;

/**
 * An address of 127.0.0.0/8 at which nothing has listened: who dials what listened there once finds nobody, and never
 * somebody else who got the port. Linux has all of them; elsewhere it is 127.0.0.1.
 */
export function ownLoopback(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const at = given++ % MANY;
  return `127.${FIRST}.${at >> 8}.${at & 255}`;
}
