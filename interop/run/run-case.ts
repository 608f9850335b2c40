import {
  type Case,
  isScenario,
  type PlanCase,
  type ScenarioCase,
  servicesOf,
} from '../contract/case.ts';
import type { Difference, Evidence, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { fieldsOf, judge } from '../judge/judge.ts';
import { lackOf } from '../matrix/capabilities.ts';
import { type CallLimits, DEFAULT_LIMITS, makeCall, type Pair } from './call.ts';
import { notRun } from './ledger.ts';
import { routeOf } from './route.ts';
import { runScenario } from './scenario.ts';
import type { Services } from './services.ts';
import type { Live } from './session.ts';
import { warm } from './warm.ts';

/** A Cast is the processes that a case runs with. */
export interface Cast {
  readonly client: Live;
  /** One, or in a mixed cell one a language. */
  readonly servers: readonly [Live, ...Live[]];
  /** What may stand beside them, for cases that need it. */
  readonly beside?: Beside;
}

/** What only some cases need. */
export interface Beside {
  readonly services: Services;
  /** A process of a peer for one case alone. */
  readonly apart: (peer: string) => Promise<Live>;
}

export interface CaseOptions {
  /** Unique in the run. */
  readonly callId: string;
  readonly limits?: CallLimits;
  /** Run what is declared unsupported too: if it passes, the declaration is wrong. */
  readonly tryUnsupported?: boolean;
}

/**
 * Runs one case in one cell with live processes, and judges it. Rejects only when a peer's
 * control port fails (PeerGone, PeerStalled, PeerRefused).
 */
export async function runCase(
  cell: Cell,
  testCase: Case,
  cast: Cast,
  options: CaseOptions,
): Promise<Result> {
  const missing = missingService(testCase, cast);
  if (missing !== undefined) return notRun(testCase.id, cell, missing);
  const lack = lackOf(testCase, cast.client.info, ...cast.servers.map((one) => one.info));
  if (lack === undefined) return play(cell, testCase, cast, options);
  if (options.tryUnsupported !== true) {
    const reason = `${lack.peer} lacks ${lack.capability}: ${lack.reason}`;
    const base = { case: testCase.id, cell, durationMs: 0, differences: [] };
    return { ...base, verdict: 'unsupported', reason };
  }
  const reason = `${lack.peer} declares ${lack.capability} unsupported: ${lack.reason}`;
  return tried(await play(cell, testCase, cast, options), reason);
}

function missingService(testCase: Case, { beside }: Cast): string | undefined {
  const needed = servicesOf(testCase);
  if (beside === undefined && (needed.length > 0 || isScenario(testCase))) {
    return 'this case needs a run that can start other programs';
  }
  return beside?.services.lack(needed);
}

function play(cell: Cell, testCase: Case, cast: Cast, options: CaseOptions): Promise<Result> {
  return isScenario(testCase)
    ? playScenario(cell, testCase, cast, options)
    : playPlan(cell, testCase, cast, options);
}

function playScenario(
  cell: Cell,
  testCase: ScenarioCase,
  { client, servers, beside }: Cast,
  { callId }: CaseOptions,
): Promise<Result> {
  if (beside === undefined) throw new Error(`${testCase.id}: nothing stands beside the peers`);
  const server = async (peer: string) =>
    servers.find((one) => one.info.peer === peer) ?? servers[0];
  return runScenario(cell, testCase, { cell, word: callId, client, server, ...beside });
}

async function playPlan(
  cell: Cell,
  testCase: PlanCase,
  { client, servers: [server], beside }: Cast,
  { callId, limits = DEFAULT_LIMITS }: CaseOptions,
): Promise<Result> {
  const pair = { client, server };
  const route = await routeOf(testCase, cell, server, beside?.services);
  await warm(client, route, limits);
  const started = performance.now();
  const evidence = await makeCall(testCase, cell, pair, callId, limits, route);
  const differences = differencesOf(testCase, pair, evidence);
  const verdict = differences.length === 0 ? 'passed' : 'failed';
  const durationMs = performance.now() - started;
  return { case: testCase.id, cell, verdict, durationMs, differences, evidence };
}

/** What was declared unsupported and tried all the same: it must not pass. */
function tried(result: Result, reason: string): Result {
  if (result.verdict === 'passed') {
    return { ...result, verdict: 'failed', reason: `${reason}; but the case passes` };
  }
  const { case: id, cell, durationMs } = result;
  return { case: id, cell, durationMs, verdict: 'unsupported', differences: [], reason };
}

/** Against the expectation; where there is no outcome, the problem is the one difference. */
function differencesOf(testCase: PlanCase, pair: Pair, evidence: Evidence): Difference[] {
  if (evidence.outcome === undefined) {
    const actual = evidence.problem ?? 'nothing';
    return [{ field: 'outcome', expected: 'an outcome', actual }];
  }
  const identity = { callId: evidence.callId, userAgent: pair.client.info.userAgent };
  const { outcome, observation } = evidence;
  return [...judge(fieldsOf(testCase, identity), { outcome, observation }), ...faults(evidence)];
}

/** A fault of the scripted handler is never the library's. */
function faults({ observation }: Evidence): Difference[] {
  const fault = observation?.harnessError;
  if (fault === undefined) return [];
  return [{ field: 'observed.harnessError', expected: 'none', actual: fault.text }];
}
