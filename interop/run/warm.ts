import { create, toBinary } from '@bufbuild/protobuf';
import { Health } from '../contract/generated.ts';
import { type Cell, cellKey } from '../contract/vocabulary.ts';
import type { Route } from '../contract/wire.ts';
import type { CallLimits } from './call.ts';
import type { Live } from './session.ts';
import { speaking } from './speaking.ts';

/** Connections that have been opened, by the address that is dialled, for every client process. */
const opened = new WeakMap<Live, Map<string, Promise<unknown>>>();

/** A request with something in it: one server waits for ever for a body of no bytes (docs/findings.md, uvicorn). */
const ASK = {
  action: {
    case: 'send',
    value: { payload: { content: { case: 'encoded', value: encoded('MyService') } } },
  },
} as const;

function encoded(service: string): Uint8Array<ArrayBuffer> {
  const { input } = Health.method.check;
  return toBinary(input, create(input, { service }));
}

let count = 0;

/**
 * Opens a connection from a client's process before the first case uses it, by a health check
 * that nobody judges: setting up is not to be taken from a case's deadline. Whatever it says, the
 * cases will say too.
 */
export function warm(
  client: Live,
  cell: Cell,
  route: Route,
  { guardMs }: CallLimits,
): Promise<unknown> {
  const target = `${cellKey(cell)} ${route.target}`;
  const known = opened.get(client) ?? new Map<string, Promise<unknown>>();
  opened.set(client, known);
  const found = known.get(target) ?? open(client, cell, route, guardMs);
  known.set(target, found);
  return found;
}

async function open(
  client: Live,
  cell: Cell,
  { target, tls }: Route,
  guardMs: number,
): Promise<void> {
  count += 1;
  const callId = `warm-${process.pid}-${count}`;
  const method = '/grpc.health.v1.Health/Check';
  const plan = { ...speaking(cell), callId, targets: [target], method, steps: [ASK] };
  await client.control.call({ ...plan, ...(tls && { tls }) }, guardMs).catch(() => undefined);
}
