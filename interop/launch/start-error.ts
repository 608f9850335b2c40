import { messageOf, PeerStartError } from './errors.ts';
import type { Exit } from './launcher.ts';
import { settlesWithin } from './within.ts';

/** How long a peer that is ending may take to tell its exit code. */
const EXIT_LIMIT_MS = 500;

/** A peer as far as a failed start is concerned. */
interface Failed {
  readonly name: string;
  readonly exited: Promise<Exit>;
  stderrTail(): string;
}

/** Why a start failed: what was seen, how the peer ended if it did, and the tail of its stderr. */
export async function startError(peer: Failed, cause: unknown): Promise<PeerStartError> {
  const gone = await settlesWithin(EXIT_LIMIT_MS, peer.exited);
  const exit = gone ? ` (${describeExit(await peer.exited)})` : '';
  const tail = peer.stderrTail();
  return new PeerStartError(`${peer.name}: ${messageOf(cause)}${exit}${tail && `\n${tail}`}`, {
    cause,
  });
}

/** An Exit in words: `code 1`, `SIGKILL`. */
export const describeExit = (exit: Exit): string => exit.signal ?? `code ${exit.code ?? 'unknown'}`;
