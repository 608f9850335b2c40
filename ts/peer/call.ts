/** Call makes one RPC as its plan says, and answers what the client saw. */
import { create, type Message, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type CallResponse,
  CallResponseSchema,
  HarnessError_Kind as Kind,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { CallPlan } from '../gen/crosswire/peer/v1/plan_pb.js';
import { faultOf, HarnessFault, UnsupportedPart } from './errors.ts';
import type { Opener } from './library.ts';
import { Player } from './player.ts';
import { scriptOf } from './script.ts';
import type { Signals } from './signals.ts';
import { millis } from './time.ts';

const defaultGuardMs = 10_000;

type Result = NonNullable<MessageInitShape<typeof CallResponseSchema>['result']>;

/** makeCall never rejects: every fault is in the answer. */
export async function makeCall(
  plan: CallPlan,
  open: Opener,
  signals: Signals,
  onMessage?: (message: Message) => void,
): Promise<CallResponse> {
  const result = await play(plan, open, signals, onMessage).catch(refusal);
  return create(CallResponseSchema, { callId: plan.callId, result });
}

async function play(
  plan: CallPlan,
  open: Opener,
  signals: Signals,
  onMessage?: (message: Message) => void,
): Promise<Result> {
  const player = new Player(scriptOf(plan), open, signals, onMessage);
  const guardMs = millis(plan.guard) ?? defaultGuardMs;
  const outcome = await guarded(player.play(), guardMs, () => player.stop());
  return { case: 'outcome', value: outcome };
}

/** guarded gives up after `ms`: whatever still runs is told to stop, and no longer awaited. */
async function guarded<T>(work: Promise<T>, ms: number, stop: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const struck = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop();
      reject(new HarnessFault(Kind.GUARD_EXPIRED, `the call was not over after ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, struck]);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(error: unknown): Result {
  if (error instanceof UnsupportedPart) {
    const { step, field, message: reason } = error;
    return { case: 'unsupportedStep', value: { step, field, reason } };
  }
  const { kind, message: text } = faultOf(error);
  return { case: 'harnessError', value: { kind, text } };
}
