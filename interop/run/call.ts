import type { CasePlan, PlanCase } from '../contract/case.ts';
import {
  type CallResponse,
  HarnessError_Kind,
  type Observation,
  ObserveRequest_Until,
} from '../contract/generated.ts';
import { HUNG } from '../contract/known.ts';
import type { Evidence } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { Route } from '../contract/wire.ts';
import { filled } from './raw.ts';
import type { Live } from './session.ts';
import { speaking } from './speaking.ts';

/** A Pair is the two processes that a case runs between. */
export interface Pair {
  readonly client: Live;
  readonly server: Live;
}

/** Limits of one call, in milliseconds. */
export interface CallLimits {
  /** The plan's guard: a call that it has to end hung. */
  readonly guardMs: number;
  /** How long after the client's end the server may take to settle. */
  readonly settleMs: number;
}

/** How long a server is waited for when there is nothing to judge, in milliseconds. */
const TOLD_MS = 500;

/** How often a server is asked for a first request that has not come yet, in milliseconds. */
const AGAIN_MS = 10;

/** On a machine that is busy a call of a hundred messages may take ten seconds, and a server three to hear of its end. */
export const DEFAULT_LIMITS: CallLimits = { guardMs: 30_000, settleMs: 10_000 };
/** Of a case that is dear: it may take seconds of a processor, which others want too. */
const DEAR_LIMITS: CallLimits = { ...DEFAULT_LIMITS, guardMs: 90_000 };
/** Of what is known to hang each time: nothing is to be learnt from a longer wait. */
export const HANGING_LIMITS: CallLimits = { ...DEFAULT_LIMITS, guardMs: 10_000 };

/** What the calls of a case may take where nobody says otherwise. */
export function limitsOf({ dear = false }: Pick<PlanCase, 'dear'>): CallLimits {
  return dear ? DEAR_LIMITS : DEFAULT_LIMITS;
}

/** Makes the case's call between these two, and returns what both report. */
export async function makeCall(
  testCase: PlanCase,
  cell: Cell,
  pair: Pair,
  callId: string,
  limits: CallLimits,
  route: Route,
): Promise<Evidence> {
  const plan = planOf(testCase.plan, cell, callId, route);
  const [response] = await Promise.all([
    pair.client.control.call(plan, limits.guardMs),
    makeMoves(testCase, pair, callId, limits),
  ]);
  const result = resultOf(response);
  // Of a call without an outcome the observation is told, and not judged.
  const settleMs = result.outcome === undefined ? TOLD_MS : limits.settleMs;
  const observation = await observe(testCase, pair, callId, settleMs);
  return { callId, ...result, ...(observation === undefined ? {} : { observation }) };
}

function planOf(plan: CasePlan, cell: Cell, callId: string, { target, tls }: Route) {
  const whole = filled(plan, callId, target);
  return { ...speaking(cell), ...whole, callId, targets: [target], ...(tls && { tls }) };
}

/** Signals the sides as the case says, each as soon as the server has entered the call. */
async function makeMoves(
  testCase: PlanCase,
  pair: Pair,
  callId: string,
  limits: CallLimits,
): Promise<void> {
  for (const move of testCase.moves ?? []) {
    await untilEntered(pair.server, callId, limits);
    await pair[move.to].control.signal(callId, move.name);
  }
}

/**
 * Waits until the handler is entered and has its first request: on a method with many, the handler
 * is called before there is one, and what the case cancels is to be a call that knows its plan.
 */
async function untilEntered(
  { control }: Live,
  callId: string,
  { guardMs }: CallLimits,
): Promise<void> {
  const deadline = performance.now() + guardMs;
  let { hops } = await control.observe(callId, ObserveRequest_Until.ENTERED, guardMs);
  if (hops[0] !== undefined && hops[0].frames.length > 0) return;
  while (hops[0]?.messages.length === 0 && !hops[0].settled && performance.now() < deadline) {
    ({ hops } = await control.observe(callId, ObserveRequest_Until.SETTLED, AGAIN_MS));
  }
}

/**
 * What the server saw: waited for where it must have seen the call, asked for where it may. The raw
 * server always has something to tell, once the connections are over.
 */
async function observe(
  { expect, rawServer }: PlanCase,
  { server }: Pair,
  callId: string,
  settleMs: number,
): Promise<Observation | undefined> {
  const waitMs = expect.observed.seen === true || rawServer !== undefined ? settleMs : 0;
  const answer = await server.control.observe(callId, ObserveRequest_Until.SETTLED, waitMs);
  return answer.hops[0];
}

/** What a client answers, or why that is no outcome. */
export function resultOf({ result }: CallResponse): Pick<Evidence, 'outcome' | 'problem'> {
  switch (result.case) {
    case 'outcome':
      return { outcome: result.value };
    case 'harnessError':
      if (result.value.kind === HarnessError_Kind.GUARD_EXPIRED) return { problem: HUNG };
      return { problem: `harness error ${kindName(result.value.kind)}: ${result.value.text}` };
    case 'unsupportedStep': {
      const { step, field, reason } = result.value;
      return { problem: `unsupported step ${step} ${field}: ${reason}` };
    }
    default:
      return { problem: 'the peer answered neither an outcome nor an error' };
  }
}

function kindName(kind: HarnessError_Kind): string {
  return HarnessError_Kind[kind] ?? `kind ${kind}`;
}
