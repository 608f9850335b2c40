import { isScenario } from '../contract/case.ts';
import { HUNG, type KnownDifference } from '../contract/known.ts';
import { sameByRace } from '../contract/races.ts';
import { RAW } from '../contract/raw.ts';
import type { Result, Try } from '../contract/result.ts';
import type { WireUse } from '../contract/wire.ts';
import { covers, inLightOf, isSteady } from '../judge/known.ts';
import { attempt, type Players } from './attempt.ts';
import { type CallLimits, HANGING_LIMITS } from './call.ts';
import { notRun, type Task } from './ledger.ts';
import { type Recording, recordedIfPossible } from './recording.ts';

/** What a verdict on a task needs of the run. */
export interface Repeating {
  readonly players: Players;
  readonly known: readonly KnownDifference[];
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
  readonly repeat: number;
  readonly signal: AbortSignal;
  /** Where what goes over the wire is kept; nothing is without it. */
  readonly recording?: Recording;
}

/**
 * The verdict on a task: `flaky` when its repeats disagree, but for a difference known to race. What
 * failed is tried once more under recording, which counts as a repeat, and so is what is known, where it is seen first.
 */
export async function repeated(run: Repeating, task: Task, callId: string): Promise<Result> {
  let kept: Result | undefined;
  for (let i = 0; i < run.repeat && !run.signal.aborted; i++) {
    const result = await tryOnce(run, task, `${callId}-${i}`, i);
    if (kept !== undefined && !agree(kept, result)) return flaky(kept, result, `at repeat ${i}`);
    kept = kept === undefined || kept.verdict === 'passed' ? result : kept;
  }
  if (kept === undefined) return notRun(task.testCase.id, task.cell, 'interrupted');
  return withTranscript(run, task, `${callId}-r`, kept);
}

/** One try; the first one over a tap where all is recorded. */
async function tryOnce(run: Repeating, task: Task, callId: string, at: number): Promise<Result> {
  const { recording } = run;
  if (recording?.all !== true || at > 0) return judged(run, task, callId);
  const result = await recordedIfPossible(recording, (use) => judged(run, task, callId, use));
  return result ?? notRun(task.testCase.id, task.cell, 'the wire program failed');
}

async function judged(run: Repeating, task: Task, callId: string, wire?: WireUse) {
  const limits = hangs(run.known, task) ? { limits: HANGING_LIMITS } : {};
  const options = { ...limits, ...run, ...(wire === undefined ? {} : { wire }) };
  return inLightOf(run.known, await attempt(task, run.players, callId, options));
}

/** Whether the call is known to hang each time: that is not waited for as long as what ought to end. */
function hangs(known: readonly KnownDifference[], { testCase, cell }: Task): boolean {
  return known.some(
    (entry) =>
      entry.instead.outcome === HUNG && isSteady(entry) && covers(entry, testCase.id, cell),
  );
}

/** Tries again over a tap what has no transcript and ought to have one. */
async function withTranscript(
  run: Repeating,
  task: Task,
  callId: string,
  first: Result,
): Promise<Result> {
  const { recording, signal } = run;
  if (recording === undefined || recording.all || signal.aborted) return first;
  if (!isWanted(recording, first) || dialsApart(task) || seemsAlive(task)) return first;
  const again = (use: WireUse) => judged(run, task, callId, use);
  const then = await recordedIfPossible(recording, again, first);
  if (then === undefined) return first;
  const { transcript } = then;
  const result = agree(first, then) ? first : flaky(first, then, 'when it was recorded');
  return { ...result, ...(transcript === undefined ? {} : { transcript }) };
}

/** A tap listens on IPv4: what a client does with another kind of address is not to be seen there. */
function dialsApart({ testCase }: Task): boolean {
  const listen = isScenario(testCase) ? undefined : testCase.listen;
  return listen?.transport === 'uds' || listen?.ipv6 === true;
}

/** A tap takes connections for a server that is dead: HAProxy, which checks whether its servers do, would go on with it. */
function seemsAlive({ testCase }: Task): boolean {
  return isScenario(testCase) && testCase.calm === true && testCase.services.includes('haproxy');
}

/** What failed is, and of what is known the first cell that shows it, unless a raw peer has seen all frames there. */
function isWanted({ told }: Recording, { verdict, case: id, cell, reason = '' }: Result): boolean {
  if (verdict !== 'known') return verdict === 'failed';
  if (cell.client === RAW || cell.server === RAW) return false;
  const key = `${id} ${reason}`;
  if (told.has(key)) return false;
  told.add(key);
  return true;
}

function agree(a: Result, b: Result): boolean {
  return a.verdict === b.verdict || sameByRace(a, b);
}

function flaky(first: Result, then: Result, when: string): Result {
  const [worse, other] = then.verdict === 'passed' ? [first, then] : [then, first];
  const reason = `${first.verdict} at first, ${then.verdict} ${when}`;
  return { ...worse, verdict: 'flaky', reason, otherTry: tryOf(other) };
}

function tryOf({ verdict, differences, evidence }: Result): Try {
  return { verdict, differences, ...(evidence === undefined ? {} : { evidence }) };
}
