/** Script is a call plan that has been checked, with its messages made: ready to be played. */
import { type DescMethod, isMessage, type Message } from '@bufbuild/protobuf';
import type { CallPlan, ServerPlan, Step } from '../gen/crosswire/peer/v1/plan_pb.js';
import { type ProbeRequest, ProbeRequestSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { badPlan } from './errors.ts';
import { isProbe, methodAt, sendsMany } from './methods.ts';
import { messageOf } from './payload.ts';

/** Script is what the player needs besides the plan. */
export interface Script {
  readonly plan: CallPlan;
  readonly method: DescMethod;
  /** The messages of each `send` step, by the step's index. */
  readonly messages: ReadonlyMap<number, readonly Message[]>;
  /** Sent when the plan sends none: it carries the server plan where there is one. */
  readonly fallback: Message;
  /** The plan pauses before it reads anything. */
  readonly readsLate: boolean;
}

/** scriptOf checks a plan. It throws HarnessFault where that makes no sense. */
export function scriptOf(plan: CallPlan): Script {
  const method = methodAt(plan.method);
  if (method === undefined) throw badPlan(`unknown method: ${plan.method}`);
  if (plan.targets.length === 0) throw badPlan('no target');
  if (plan.serverPlan && !isProbe(method)) throw badPlan(`${plan.method} takes no server plan`);
  checkSteps(plan.steps, sendsMany(method));
  const fallback = withPlan(messageOf(method.input, undefined), plan.serverPlan);
  const messages = messagesOf(plan, method);
  return { plan, method, messages, fallback, readsLate: readsLate(plan.steps) };
}

function readsLate(steps: readonly Step[]): boolean {
  const first = steps.find(({ action }) => action.case !== 'send' && action.case !== 'halfClose');
  return first?.action.case === 'pauseReading';
}

function checkSteps(steps: readonly Step[], many: boolean): void {
  let closed = false;
  let sends = 0;
  for (const [index, { action }] of steps.entries()) {
    if (action.case === undefined) throw badPlan(`step ${index} says nothing`);
    if (action.case === 'sendHeaders') throw badPlan(`step ${index}: only a server sends headers`);
    if (action.case === 'send') {
      if (closed) throw badPlan(`step ${index} sends after the half-close`);
      sends += Math.max(action.value.count, 1);
    }
    closed ||= action.case === 'halfClose';
  }
  if (!many && sends > 1) throw badPlan(`${sends} messages for a method with a single request`);
}

function messagesOf(plan: CallPlan, method: DescMethod): Map<number, readonly Message[]> {
  const messages = new Map<number, readonly Message[]>();
  let serverPlan = plan.serverPlan;
  for (const [index, { action }] of plan.steps.entries()) {
    if (action.case !== 'send') continue;
    const message = messageOf(method.input, action.value.payload);
    const copies = Array<Message>(Math.max(action.value.count, 1)).fill(message);
    copies[0] = withPlan(message, serverPlan);
    messages.set(index, copies);
    serverPlan = undefined;
  }
  return messages;
}

/** withPlan puts the server plan into a copy: the other copies of a `send` go without. */
function withPlan(message: Message, plan: ServerPlan | undefined): Message {
  if (plan === undefined || !isMessage(message, ProbeRequestSchema)) return message;
  const carrier: ProbeRequest = { ...message, plan };
  return carrier;
}
