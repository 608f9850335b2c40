/** Serve plays a server plan: its steps as messages to send, and its ending as what to do last. */
import { create, type Message, toBinary } from '@bufbuild/protobuf';
import { EventKind } from '../gen/crosswire/peer/v1/peer_pb.js';
import {
  type CallPlan,
  Compression,
  type Metadatum,
  type Send,
  type ServerPlan,
  type ServerStatus,
  ServerStatusSchema,
  type Step,
  type Throw,
  Throw_Kind,
} from '../gen/crosswire/peer/v1/plan_pb.js';
import { type ProbeResponse, ProbeResponseSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { makeCall } from './call.ts';
import { badPlan, HarnessFault } from './errors.ts';
import type { Opener } from './library.ts';
import { methodAt } from './methods.ts';
import type { Observation } from './observations.ts';
import { messageOf } from './payload.ts';
import { noStep } from './recorder.ts';
import type { Signals } from './signals.ts';
import { millis, sleep } from './time.ts';

/** ServedCall is a call on the server, as its library's binding offers it to a plan. */
export interface ServedCall {
  readonly observation: Observation | undefined;
  readonly cancelled: AbortSignal;
  /** How this listener's responses are written; no handler of this language chooses. */
  readonly compression: Compression;
  /** Takes one more request; false at the end. */
  receive(): Promise<boolean>;
  sendHeaders(metadata: readonly Metadatum[]): void;
  /** Opens calls that a `forward` makes, as children of this one. */
  readonly open: Opener;
}

/** Ending is what the binding does last, in its library's idiom. */
export type Ending =
  | { readonly kind: 'status'; readonly status: ServerStatus; readonly message?: ProbeResponse }
  /** `later`: as a promise that is rejected, where the library doesn't wait for one itself. */
  | { readonly kind: 'throw'; readonly error: Error; readonly later: boolean }
  /** After the status, the responses of careless code that goes on; what comes of them is no matter. */
  | { readonly kind: 'goOn'; readonly status: ServerStatus; readonly rest: Rest }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'cancelled' };

export type Rest = AsyncGenerator<ProbeResponse, void>;

/** serve yields the responses one after the other, and returns the ending. */
export async function* serve(
  plan: ServerPlan,
  call: ServedCall,
  signals: Signals,
): AsyncGenerator<ProbeResponse, Ending> {
  refuseCompression(plan, call.compression);
  yield* played(plan.steps, call, signals);
  return yield* ending(plan, call, signals);
}

async function* played(steps: readonly Step[], call: ServedCall, signals: Signals): Rest {
  const recorder = call.observation?.recorder;
  for (const [index, { action }] of steps.entries()) {
    if (recorder) recorder.step = index;
    if (action.case === 'send') yield* responses(action.value, call.cancelled);
    else await passive(action, index, call, signals);
  }
  if (recorder) recorder.step = noStep;
}

/** Neither grpc-js nor Connect lets a handler choose; what can't be honoured is never ignored. */
function refuseCompression({ compression, steps }: ServerPlan, own: Compression): void {
  const sends = steps.flatMap(({ action }) => (action.case === 'send' ? [action.value] : []));
  const wanted = [compression, ...sends.map((send) => send.compression)];
  if (wanted.some((one) => one !== Compression.UNSPECIFIED && one !== own)) {
    throw badPlan('a handler of this library can not choose the compression of its responses');
  }
}

function* responses(send: Send, cancelled: AbortSignal): Generator<ProbeResponse> {
  const message = probeResponse(messageOf(ProbeResponseSchema, send.payload));
  for (let i = 0; i < Math.max(send.count, 1) && !cancelled.aborted; i++) yield message;
}

async function passive(
  action: Step['action'],
  index: number,
  call: ServedCall,
  signals: Signals,
): Promise<void> {
  switch (action.case) {
    case 'receive':
      return take(Math.max(action.value.count, 1), index, call);
    case 'drain':
      return take(Number.POSITIVE_INFINITY, index, call);
    case 'sleep':
    case 'pauseReading':
      return sleep(millis(action.value.duration) ?? 0, call.cancelled);
    case 'awaitSignal':
      await signals.wait(call.observation?.callId ?? '', action.value.name, call.cancelled);
      return call.observation?.recorder.event(EventKind.SIGNALLED);
    case 'sendHeaders':
      return call.sendHeaders(action.value.metadata);
    default:
      throw badPlan(`step ${index}: a server has no ${action.case ?? 'empty step'}`);
  }
}

async function take(count: number, index: number, call: ServedCall): Promise<void> {
  const recorder = call.observation?.recorder;
  if (recorder) recorder.reading = index;
  for (let i = 0; i < count && !call.cancelled.aborted; i++) if (!(await call.receive())) break;
  if (recorder) recorder.reading = noStep;
}

async function* ending(
  { ending: { case: kind, value } }: ServerPlan,
  call: ServedCall,
  signals: Signals,
): AsyncGenerator<ProbeResponse, Ending> {
  switch (kind) {
    case 'status':
      return { kind, status: value };
    case 'throw':
      return { kind, error: errorOf(value), later: value.kind === Throw_Kind.LATER };
    case 'goOn': {
      const status = value.status ?? create(ServerStatusSchema);
      return { kind, status, rest: played(value.steps, call, signals) };
    }
    case 'returnNothing':
      return { kind: 'nothing' };
    case 'statusAndMessage': {
      const message = probeResponse(messageOf(ProbeResponseSchema, value.payload));
      return { kind: 'status', status: value.status ?? create(ServerStatusSchema), message };
    }
    case 'forward':
      return yield* forward(value, call, signals);
    case 'awaitCancellation':
      await aborted(call.cancelled);
      return { kind: 'cancelled' };
    default:
      return { kind: 'status', status: create(ServerStatusSchema) };
  }
}

/** errorOf is the language's own error: an AbortError is how it says that something was cancelled. */
export function errorOf({ kind, text }: Throw): Error {
  return kind === Throw_Kind.CANCELLATION ? new DOMException(text, 'AbortError') : new Error(text);
}

/** forward makes the planned call, and ends alike: its messages first, then its status. */
async function* forward(
  plan: CallPlan,
  call: ServedCall,
  signals: Signals,
): AsyncGenerator<ProbeResponse, Ending> {
  const messages: Message[] = [];
  const { result } = await makeCall(onward(plan, call), call.open, signals, (message) =>
    messages.push(message),
  );
  if (result.case !== 'outcome') throw notForwarded(result);
  yield* messages.map((message) => onwardMessage(plan, message));
  const { code, message, details } = result.value;
  return { kind: 'status', status: create(ServerStatusSchema, { code, message, details }) };
}

function onward(plan: CallPlan, { observation }: ServedCall): CallPlan {
  return {
    ...plan,
    callId: plan.callId || (observation?.callId ?? ''),
    hop: (observation?.hop ?? 0) + 1,
  };
}

/** A message of another service travels as the body. */
function onwardMessage(plan: CallPlan, message: Message): ProbeResponse {
  const schema = methodAt(plan.method)?.output ?? ProbeResponseSchema;
  if (schema === ProbeResponseSchema) return probeResponse(message);
  return create(ProbeResponseSchema, { body: toBinary(schema, message) });
}

function notForwarded(result: { case: string | undefined; value?: unknown }): HarnessFault {
  if (result.case === 'harnessError') {
    const { kind, text } = result.value as { kind: HarnessFault['kind']; text: string };
    return new HarnessFault(kind, `forward: ${text}`);
  }
  return badPlan(`forward: ${JSON.stringify(result.value)}`);
}

function probeResponse(message: Message): ProbeResponse {
  return create(ProbeResponseSchema, message as ProbeResponse);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}
