import { WireProtocol } from '../contract/generated.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { CallLimits, Pair } from './call.ts';
import type { Live } from './session.ts';

/** Connections that have been opened, by server process and transport, for every client process. */
const opened = new WeakMap<Live, Map<string, Promise<unknown>>>();

let count = 0;

/**
 * Opens the connection between two processes before the first case uses it, by a health check
 * that nobody judges: setting up is not to be taken from a case's deadline. Whatever it says, the
 * cases will say too.
 */
export function warm(
  { client, server }: Pair,
  { transport }: Cell,
  { guardMs }: CallLimits,
): Promise<unknown> {
  const target = server.targets.get(transport) ?? '';
  const known = opened.get(client) ?? new Map<string, Promise<unknown>>();
  opened.set(client, known);
  const found = known.get(target) ?? open(client, target, guardMs);
  known.set(target, found);
  return found;
}

async function open(client: Live, target: string, guardMs: number): Promise<void> {
  count += 1;
  const callId = `warm-${process.pid}-${count}`;
  const method = '/grpc.health.v1.Health/Check';
  const protocol = WireProtocol.GRPC;
  await client.control
    .call({ callId, targets: [target], method, protocol, steps: [] }, guardMs)
    .catch(() => undefined);
}
