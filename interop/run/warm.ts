import { WireProtocol } from '../contract/generated.ts';
import type { CallLimits, Route } from './call.ts';
import type { Live } from './session.ts';

/** Connections that have been opened, by the address that is dialled, for every client process. */
const opened = new WeakMap<Live, Map<string, Promise<unknown>>>();

let count = 0;

/**
 * Opens a connection from a client's process before the first case uses it, by a health check
 * that nobody judges: setting up is not to be taken from a case's deadline. Whatever it says, the
 * cases will say too.
 */
export function warm(client: Live, route: Route, { guardMs }: CallLimits): Promise<unknown> {
  const { target } = route;
  const known = opened.get(client) ?? new Map<string, Promise<unknown>>();
  opened.set(client, known);
  const found = known.get(target) ?? open(client, route, guardMs);
  known.set(target, found);
  return found;
}

async function open(client: Live, { target, tls }: Route, guardMs: number): Promise<void> {
  count += 1;
  const callId = `warm-${process.pid}-${count}`;
  const method = '/grpc.health.v1.Health/Check';
  const protocol = WireProtocol.GRPC;
  const plan = { callId, targets: [target], method, protocol, steps: [] };
  await client.control
    .call({ ...plan, ...(tls === undefined ? {} : { tls }) }, guardMs)
    .catch(() => undefined);
}
