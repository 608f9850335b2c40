import { constants } from 'node:os';
import type { Exit } from './launcher.ts';

/** The Exit behind a code that an engine tells, as a shell would say it: 128 + n stands for the signal n. */
export const exitOfCode = (code: number | null): Exit => ({ code, signal: signalOf(code) });

function signalOf(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  const named = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return named?.[0] ?? null;
}
