import { type ControlError, PeerRefused } from '../drive/errors.ts';
import type { Live, PeerSession } from './session.ts';

/** A Side is a peer's session and its process. */
export type Side = readonly [PeerSession, Live];

/** How long a process whose port has closed may take to be seen as ended, in milliseconds. */
const EXIT_MS = 1_000;

/** Ends the process whose control port failed, and says what became of it. */
export async function replaceCulprit(
  error: ControlError,
  ...sides: readonly Side[]
): Promise<string> {
  const culprit = sides.find(([, live]) => live.running.control.port === error.endpoint.port);
  if (culprit === undefined) return error.message;
  const [session, live] = culprit;
  const who = `${session.recipe.id} ${session.role}`;
  if (error instanceof PeerRefused) return `${who}: ${error.message}`;
  const end = await endOf(live);
  await session.replace(live);
  return `${who} ${end}: ${error.message}`;
}

async function endOf({ running }: Live): Promise<string> {
  const exit = await Promise.race([running.exited, delay(EXIT_MS)]);
  if (exit === undefined) return 'stopped answering and was ended';
  return exit.signal === null ? `ended with code ${exit.code}` : `ended by ${exit.signal}`;
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}
