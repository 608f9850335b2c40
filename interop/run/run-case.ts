import {
  type Case,
  isScenario,
  type PlanCase,
  type ScenarioCase,
  servicesOf,
} from '../contract/case.ts';
import type { Difference, Evidence, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { Route, WireUse } from '../contract/wire.ts';
import { ControlError, firstOf, PeerRefused } from '../drive/errors.ts';
import { choicesOf } from '../judge/choices.ts';
import { fieldsOf, judge } from '../judge/judge.ts';
import { lackOf } from '../matrix/capabilities.ts';
import { type CallLimits, limitsOf, makeCall, type Pair } from './call.ts';
import { type Keys, NO_KEYS } from './keys.ts';
import { notRun } from './ledger.ts';
import { OwnListener } from './own-listener.ts';
import { RawListener } from './raw.ts';
import { routeOf } from './route.ts';
import { runScenario } from './scenario.ts';
import type { Services } from './services.ts';
import { end, type Live } from './session.ts';
import { onItsOwn, tapped } from './tapped.ts';
import { warm } from './warm.ts';

const NO_IPV6 = 'the network of the containers has no IPv6: the engine could not give it one';
const PEER_PORT = 'observed.peerPort';

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
  readonly keys: Keys;
  /** A process of a peer for one case alone. */
  readonly apart: (peer: string) => Promise<Live>;
}

export interface CaseOptions {
  /** Unique in the run. */
  readonly callId: string;
  readonly limits?: CallLimits;
  /** Run what is declared unsupported too: if it passes, the declaration is wrong. */
  readonly tryUnsupported?: boolean;
  /** A tap between the client and whatever it dials. */
  readonly wire?: WireUse;
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
  const { peer } = lack;
  const result = await (lack.fatal
    ? playApart(cell, testCase, cast, options, peer)
    : unlessRefused(play(cell, testCase, cast, options)));
  return tried(result ?? lost(testCase, cell), reason);
}

/** Plays it with a server process of its own, so that others don't lose their calls; nothing comes of it where that ends. */
async function playApart(
  cell: Cell,
  testCase: Case,
  cast: Cast,
  options: CaseOptions,
  peer: string,
): Promise<Result | undefined> {
  if (cast.beside === undefined) return play(cell, testCase, cast, options);
  const live = await cast.beside.apart(peer);
  const alone = isScenario(testCase) ? testCase : { listen: {}, ...testCase };
  try {
    return await play(cell, alone, { ...cast, servers: [live] }, options);
  } catch (error) {
    if (!(firstOf(error) instanceof ControlError)) throw error;
    return undefined;
  } finally {
    await end(live);
  }
}

/** A listener that a peer can't open as the case wants it is what the peer declared. */
async function unlessRefused(playing: Promise<Result>): Promise<Result | undefined> {
  try {
    return await playing;
  } catch (error) {
    if (!(error instanceof PeerRefused)) throw error;
    return undefined;
  }
}

function lost({ id }: Case, cell: Cell): Result {
  return { case: id, cell, verdict: 'failed', durationMs: 0, differences: [] };
}

function missingService(testCase: Case, { servers, beside }: Cast): string | undefined {
  const needed = servicesOf(testCase);
  if (beside === undefined && (needed.length > 0 || isScenario(testCase))) {
    return 'this case needs a run that can start other programs';
  }
  const lacksIpv6 = servers.some(({ running }) => running.bind6 === undefined);
  if (!isScenario(testCase) && testCase.listen?.ipv6 === true && lacksIpv6) return NO_IPV6;
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
  { callId, wire }: CaseOptions,
): Promise<Result> {
  if (beside === undefined) throw new Error(`${testCase.id}: nothing stands beside the peers`);
  const server = async (peer: string) =>
    servers.find((one) => one.info.peer === peer) ?? servers[0];
  const use = wire === undefined ? {} : { wire };
  return runScenario(cell, testCase, { cell, word: callId, client, server, ...beside, ...use });
}

async function playPlan(
  cell: Cell,
  testCase: PlanCase,
  { client, servers: [server], beside }: Cast,
  { callId, limits = limitsOf(testCase), wire }: CaseOptions,
): Promise<Result> {
  const pair = { client, server };
  const keys = beside?.keys ?? NO_KEYS;
  await using raw = await rawListener(testCase, server, callId);
  await using own = testCase.listen && (await OwnListener.open(server, callId, testCase, keys));
  const route =
    own?.route ?? rawRoute(raw) ?? (await routeOf(testCase, cell, server, beside?.services, keys));
  const shared = raw === undefined && own === undefined && testCase.plan.raw === undefined;
  if (shared) await warm(client, cell, route, limits);
  const started = performance.now();
  const apart = raw !== undefined || own !== undefined || wire !== undefined;
  const alone = apart ? onItsOwn(testCase, callId) : testCase;
  const call = (to: Route) => makeCall(alone, cell, pair, callId, limits, to);
  const evidence = await (wire === undefined ? call(route) : tapped(wire, route, call));
  const { differences, choices } = judged(testCase, pair, evidence, wire !== undefined);
  const verdict = differences.length === 0 ? 'passed' : 'failed';
  const durationMs = performance.now() - started;
  return { case: testCase.id, cell, verdict, durationMs, differences, evidence, ...choices };
}

function rawRoute(raw: RawListener | undefined): Route | undefined {
  return raw && { target: raw.address };
}

/** The raw server listens for this call alone, and plays its scripts; other servers listen all along. */
async function rawListener({ rawServer }: PlanCase, server: Live, callId: string) {
  return rawServer && RawListener.open(server, callId, rawServer);
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
function judged(
  testCase: PlanCase,
  pair: Pair,
  evidence: Evidence,
  overTap: boolean,
): { readonly differences: readonly Difference[]; readonly choices?: Pick<Result, 'choices'> } {
  if (evidence.outcome === undefined) {
    const actual = evidence.problem ?? 'nothing';
    return { differences: [{ field: 'outcome', expected: 'an outcome', actual }] };
  }
  const identity = { callId: evidence.callId, userAgent: pair.client.info.userAgent };
  const { outcome, observation } = evidence;
  // A tap has ports of its own, as a proxy has.
  const fields = fieldsOf(testCase, identity).filter(
    (field) => !(overTap && field.name === PEER_PORT),
  );
  const seen = { outcome, observation };
  const choices = choicesOf(fields, seen);
  return {
    differences: [...judge(fields, seen), ...faults(evidence)],
    ...(Object.keys(choices).length === 0 ? {} : { choices: { choices } }),
  };
}

/** A fault of the scripted handler is never the library's. */
function faults({ observation }: Evidence): Difference[] {
  const fault = observation?.harnessError;
  if (fault === undefined) return [];
  return [{ field: 'observed.harnessError', expected: 'none', actual: fault.text }];
}
