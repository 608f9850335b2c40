import type { CasePlan, PlanCase } from '../contract/case.ts';
import {
  type CallResponse,
  HarnessError_Kind,
  type Observation,
  ObserveRequest_Until,
  WireProtocol,
} from '../contract/generated.ts';
import type { Evidence } from '../contract/result.ts';
import type { Cell, Protocol } from '../contract/vocabulary.ts';
import type { Live } from './session.ts';

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

/** How often a server is asked for a first request that has not come yet, in milliseconds. */
const AGAIN_MS = 10;

export const DEFAULT_LIMITS: CallLimits = { guardMs: 10_000, settleMs: 3_000 };

const WIRE_PROTOCOL: Readonly<Record<Protocol, WireProtocol>> = {
  grpc: WireProtocol.GRPC,
  'grpc-web': WireProtocol.GRPC_WEB,
  connect: WireProtocol.CONNECT,
};

/** A Route is where the client dials, and with which TLS: straight to the server, or a proxy's way. */
export interface Route {
  readonly target: string;
  readonly tls?: { readonly serverCaPem: string; readonly serverName: string };
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
  const observation = await observe(testCase, pair, callId, limits);
  return { callId, ...resultOf(response), ...(observation === undefined ? {} : { observation }) };
}

function planOf(plan: CasePlan, cell: Cell, callId: string, { target, tls }: Route) {
  const protocol = WIRE_PROTOCOL[cell.protocol];
  return { ...plan, callId, targets: [target], protocol, ...(tls === undefined ? {} : { tls }) };
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
  while (hops[0]?.messages.length === 0 && !hops[0].settled && performance.now() < deadline) {
    ({ hops } = await control.observe(callId, ObserveRequest_Until.SETTLED, AGAIN_MS));
  }
}

/** What the server saw: waited for where it must have seen the call, asked for where it may. */
async function observe(
  { expect }: PlanCase,
  { server }: Pair,
  callId: string,
  { settleMs }: CallLimits,
): Promise<Observation | undefined> {
  const waitMs = expect.observed.seen === true ? settleMs : 0;
  const answer = await server.control.observe(callId, ObserveRequest_Until.SETTLED, waitMs);
  return answer.hops[0];
}

function resultOf({ result }: CallResponse): Pick<Evidence, 'outcome' | 'problem'> {
  switch (result.case) {
    case 'outcome':
      return { outcome: result.value };
    case 'harnessError':
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
