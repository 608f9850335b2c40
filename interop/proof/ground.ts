import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import type { Wire, WireUse } from '../contract/wire.ts';
import { ControlError } from '../drive/errors.ts';
import { attempt, type Players } from '../run/attempt.ts';
import type { CallLimits } from '../run/call.ts';
import { notRun, type Task } from '../run/ledger.ts';
import { Scheduler } from '../run/scheduler.ts';

/** A Ground is what a proof is made on: live peers, and the wire between them. */
export interface Ground {
  readonly players: Players;
  readonly wire: Wire;
  readonly known: readonly KnownDifference[];
  readonly signal: AbortSignal;
}

/** A Trial is a task, and how it goes over the wire. */
export interface Trial {
  readonly task: Task;
  readonly use?: WireUse;
}

/** A Tried is a trial and what came of it. */
export interface Tried<T extends Trial> {
  readonly trial: T;
  readonly result: Result;
}

/** Tries all, side by side as the lanes of a run let them. What was interrupted is left out. */
export async function tryAll<T extends Trial>(
  { players, signal }: Pick<Ground, 'players' | 'signal'>,
  trials: readonly T[],
  limits?: CallLimits,
): Promise<readonly Tried<T>[]> {
  const tried: Tried<T>[] = [];
  await inLanes(signal, trials, async (trial, callId) => {
    const result = await tryOne(players, trial, callId, limits);
    tried.push({ trial, result });
    return result;
  });
  return tried;
}

/** Works on all of these, as many at once as the lanes of a run let go on. */
export async function inLanes<T extends { readonly task: Task }>(
  signal: AbortSignal,
  all: readonly T[],
  work: (one: T, callId: string) => Promise<Result>,
): Promise<void> {
  const byTask = new Map<Task, T>(all.map((one) => [{ ...one.task }, one]));
  const scheduler = new Scheduler([...byTask.keys()], {
    signal,
    work: (task, callId) => {
      const one = byTask.get(task);
      if (one === undefined) throw new Error('a task that nobody gave');
      return work(one, callId);
    },
    onResult: () => undefined,
  });
  await scheduler.run();
}

/** Tries one; a control port that fails makes it `not-run`. */
export async function tryOne(
  players: Players,
  { task, use }: Trial,
  callId: string,
  limits: CallLimits | undefined,
): Promise<Result> {
  const options = {
    tryUnsupported: false,
    ...(use === undefined ? {} : { wire: use }),
    ...(limits === undefined ? {} : { limits }),
  };
  try {
    return await attempt(task, players, callId, options);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return notRun(task.testCase.id, task.cell, error.message);
  }
}
