import type { MessageInitShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { codeName } from '../../contract/code.ts';
import { type CallPlanSchema, MyService, type Outcome } from '../../contract/generated.ts';
import type { ClientOptions, Seen, StagePlan } from '../../contract/stage.ts';
import type { Live } from '../session.ts';
import { StageError } from './server.ts';

/** What ends a call that nothing else ends; scenarios have deadlines of their own. */
const GUARD_MS = 30_000;
const TIMEOUT_MS = 10_000;

/** What a call does when nothing else is asked: the Empty health method of the users service. */
const HEALTH: StagePlan = { method: `/${MyService.typeName}/${MyService.method.health.name}` };

/** A Call is one that has ended, and not yet been asked of the servers. */
export interface Called extends Omit<Seen, 'server'> {
  readonly callId: string;
}

type Init = MessageInitShape<typeof CallPlanSchema> & { callId: string };

/** The plan of one call on a channel. */
export function planOf(options: ClientOptions, key: string, callId: string, plan = HEALTH): Init {
  const { target, policy, fresh = false, timeoutMs } = options;
  const serviceConfig =
    policy === undefined ? '' : JSON.stringify({ loadBalancingConfig: [{ [policy]: {} }] });
  return {
    ...plan,
    callId,
    targets: [target],
    channel: { key, serviceConfig, fresh },
    timeout: durationFromMs(timeoutMs ?? TIMEOUT_MS),
  };
}

/** Makes a call and waits for its end. What is no outcome is the harness's fault, or the peer's: it is thrown. */
export async function made(client: Live, plan: Init, now: () => number): Promise<Called> {
  const startedMs = now();
  const { result } = await client.control.call(plan, GUARD_MS);
  const endedMs = now();
  if (result.case !== 'outcome') throw new StageError(problem(client, result));
  const outcome: Outcome = result.value;
  return { callId: plan.callId, code: codeName(outcome.code), outcome, startedMs, endedMs };
}

function problem(client: Live, result: { case: string | undefined; value?: unknown }): string {
  const { text, reason } = (result.value ?? {}) as { text?: string; reason?: string };
  return `${client.info.peer} client: ${result.case ?? 'no result'}: ${text ?? reason ?? ''}`;
}
