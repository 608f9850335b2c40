import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import { inLightOf } from '../judge/known.ts';
import { attempt, type Players } from './attempt.ts';
import type { CallLimits } from './call.ts';
import { notRun, type Task } from './ledger.ts';

/** What a verdict on a task needs of the run. */
export interface Repeating {
  readonly players: Players;
  readonly known: readonly KnownDifference[];
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
  readonly repeat: number;
  readonly signal: AbortSignal;
}

/** The verdict on a task: `flaky` when its repeats disagree, but for a difference known to race. */
export async function repeated(run: Repeating, task: Task, callId: string): Promise<Result> {
  let kept: Result | undefined;
  for (let i = 0; i < run.repeat && !run.signal.aborted; i++) {
    const result = inLightOf(run.known, await attempt(task, run.players, `${callId}-${i}`, run));
    if (kept !== undefined && !agree(kept, result)) return flaky(kept, result, i);
    kept = kept === undefined || kept.verdict === 'passed' ? result : kept;
  }
  return kept ?? notRun(task.testCase.id, task.cell, 'interrupted');
}

function agree(a: Result, b: Result): boolean {
  return a.verdict === b.verdict || (isPassOrRace(a) && isPassOrRace(b));
}

function isPassOrRace({ verdict, sometimes }: Result): boolean {
  return verdict === 'passed' || (verdict === 'known' && sometimes !== undefined);
}

function flaky(first: Result, then: Result, index: number): Result {
  const worse = then.verdict === 'passed' ? first : then;
  const reason = `${first.verdict} at first, ${then.verdict} at repeat ${index}`;
  return { ...worse, verdict: 'flaky', reason };
}
