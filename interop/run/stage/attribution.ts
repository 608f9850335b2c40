import { ObserveRequest_Until } from '../../contract/generated.ts';
import type { Live } from '../session.ts';
import type { LiveServer } from './server.ts';

/** How long a server may take to enter a call that its client has seen the end of, in milliseconds. */
const ENTRY_MS = 0;

/** Which of some servers had a call, by what they observed. One that doesn't run any more can't be asked. */
export async function serverOf(
  servers: readonly LiveServer[],
  callId: string,
  waitMs = ENTRY_MS,
): Promise<LiveServer | undefined> {
  const processes = new Set(servers.filter((one) => one.answers).map((one) => one.live));
  const found = await Promise.all(
    [...processes].map((live) => seenBy(servers, live, callId, waitMs)),
  );
  return found.find((one) => one !== undefined);
}

async function seenBy(
  servers: readonly LiveServer[],
  live: Live,
  callId: string,
  waitMs: number,
): Promise<LiveServer | undefined> {
  const { hops } = await live.control.observe(callId, ObserveRequest_Until.ENTERED, waitMs);
  const listeners = hops.map((hop) => hop.listener);
  return servers.find((one) => one.live === live && listeners.includes(one.id));
}
