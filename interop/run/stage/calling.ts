import type { MessageInitShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { codeName } from '../../contract/code.ts';
import { type CallPlanSchema, MyService } from '../../contract/generated.ts';
import { RAW } from '../../contract/raw.ts';
import type { Called, ClientOptions, StagePlan } from '../../contract/stage.ts';
import type { Cell } from '../../contract/vocabulary.ts';
import type { ClientTlsInit } from '../../contract/wire.ts';
import { replyOf } from '../../judge/reply.ts';
import { resultOf } from '../call.ts';
import type { Live } from '../session.ts';
import { StageError } from './server.ts';

/** What ends a call that nothing else ends; the deadline comes before it. */
const GUARD_MS = 30_000;
const TIMEOUT_MS = 20_000;
/** How much later than a deadline its guard strikes. */
const BEYOND_MS = 5_000;
/** What a call does when nothing else is asked: the Empty health method of the users service. */
const HEALTH: StagePlan = { method: `/${MyService.typeName}/${MyService.method.health.name}` };

type Init = MessageInitShape<typeof CallPlanSchema> & { callId: string };

/** How a channel calls, its keys chosen. */
export type Calling = Omit<ClientOptions, 'dial'> & { readonly tls?: ClientTlsInit };

/** The plan of one call on a channel. */
export function planOf(options: Calling, key: string, callId: string, plan = HEALTH): Init {
  const { target, policy, fresh = false, timeoutMs, channel, tls } = options;
  const serviceConfig =
    policy === undefined
      ? {}
      : { serviceConfig: JSON.stringify({ loadBalancingConfig: [{ [policy]: {} }] }) };
  return {
    ...(timeoutMs === undefined ? {} : { timeout: durationFromMs(timeoutMs) }),
    ...plan,
    callId,
    targets: [target],
    channel: { ...channel, key, fresh, ...serviceConfig },
    ...(tls && { tls }),
  };
}

/**
 * The guard of a stage's calls, and their deadline, in this cell. Beside a raw peer they have none unless the scenario
 * gives one: what hangs is to be seen.
 */
export function limitsOf(cell: Cell): { guardMs: number; timeout: { timeoutMs?: number } } {
  const isRaw = cell.client === RAW || cell.server === RAW;
  return { guardMs: GUARD_MS, timeout: isRaw ? {} : { timeoutMs: TIMEOUT_MS } };
}

/** A guard that leaves the call's own deadline its time. */
export function guardOf({ timeoutMs = 0 }: Calling, guardMs: number): number {
  return Math.max(guardMs, timeoutMs + BEYOND_MS);
}

/** Who calls, how long a call may take, and the stage's clock. */
export interface Caller {
  readonly client: Live;
  readonly guardMs: number;
  readonly now: () => number;
}

/** Makes a call and waits for its end. What is no outcome is the harness's fault, or the peer's: it is thrown. */
export async function made({ client, guardMs, now }: Caller, plan: Init): Promise<Called> {
  const startedMs = now();
  const response = await client.control.call(plan, guardMs);
  const endedMs = now();
  const { outcome, problem } = resultOf(response);
  if (outcome === undefined) throw new StageError(`${client.info.peer} client: ${problem}`);
  const code = outcome.frames.length > 0 ? replyOf(outcome.frames) : codeName(outcome.code);
  return { callId: plan.callId, code, outcome, startedMs, endedMs };
}
