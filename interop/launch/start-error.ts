import { type LaunchError, messageOf } from './errors.ts';
import type { Exit } from './launcher.ts';
import { settlesWithin } from './within.ts';

/** How long one that is ending may take to tell its exit code; an engine under load needs more than half a second. */
const EXIT_LIMIT_MS = 2000;

/** A peer or a service as far as a failed start is concerned. */
interface Failed {
  readonly name: string;
  readonly exited: Promise<Exit>;
  stderrTail(): string;
}

/** Why a start failed: what was seen, how the program ended if it did, and the tail of its stderr. */
export async function startError(
  what: Failed,
  cause: unknown,
  Kind: typeof LaunchError,
): Promise<LaunchError> {
  const gone = await settlesWithin(EXIT_LIMIT_MS, what.exited);
  const exit = gone ? ` (${describeExit(await what.exited)})` : '';
  const tail = what.stderrTail();
  return new Kind(`${what.name}: ${messageOf(cause)}${exit}${tail && `\n${tail}`}`, { cause });
}

/** An Exit in words: `code 1`, `SIGKILL`. */
export const describeExit = (exit: Exit): string => exit.signal ?? `code ${exit.code ?? 'unknown'}`;
