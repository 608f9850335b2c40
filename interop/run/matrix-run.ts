import { randomBytes } from 'node:crypto';
import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import { FAILING, type Role } from '../contract/vocabulary.ts';
import { inLightOf } from '../judge/known.ts';
import { attempt } from './attempt.ts';
import type { CallLimits } from './call.ts';
import { Lanes } from './lanes.ts';
import { Ledger, notRun, type Task } from './ledger.ts';
import type { PeerSession } from './session.ts';

/** What a run is made of. */
export interface MatrixRun {
  readonly tasks: readonly Task[];
  /** Every client and every server of the tasks. */
  readonly sessions: (role: Role, peer: string) => PeerSession;
  readonly known: readonly KnownDifference[];
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
  /** Stop at the first verdict that fails the run. */
  readonly bail: boolean;
  /** Every case this often; a verdict that changes is `flaky`. */
  readonly repeat: number;
  readonly signal: AbortSignal;
  /** Called for each result as it comes; evidence of what passed is not kept after it. */
  readonly onResult: (result: Result) => void;
}

/** Runs all tasks and returns a result for each: what was not reached is `not-run`. */
export async function runMatrix(run: MatrixRun): Promise<readonly Result[]> {
  const ledger = new Ledger(run.tasks);
  const stop = await runAll(run, (result) => {
    run.onResult(result);
    ledger.enter(result.verdict === 'passed' ? withoutEvidence(result) : result);
  });
  for (const result of ledger.close(stop ?? 'the harness lost this task')) run.onResult(result);
  return ledger.results;
}

/** Resolves when no task is left or under way, with the reason if it ended early. */
function runAll(run: MatrixRun, enter: (result: Result) => void): Promise<string | undefined> {
  const lanes = new Lanes(run.tasks);
  const runId = randomBytes(4).toString('hex');
  let underWay = 0;
  let count = 0;
  let stop: string | undefined;
  return new Promise((resolve, reject) => {
    const pump = () => {
      if (run.signal.aborted) stop ??= 'interrupted';
      for (let task = next(); task !== undefined; task = next()) launch(task);
      if (underWay === 0 || run.signal.aborted) resolve(stop);
    };
    const next = () => (stop === undefined ? lanes.take() : undefined);
    const launch = (task: Task) => {
      underWay += 1;
      count += 1;
      repeated(run, task, `${runId}-${count}`)
        .then((result) => {
          if (run.signal.aborted) return;
          enter(result);
          if (run.bail && FAILING.has(result.verdict)) stop ??= `--bail after ${result.case}`;
        })
        .catch(reject)
        .finally(() => {
          underWay -= 1;
          lanes.release(task.cell);
          pump();
        });
    };
    run.signal.addEventListener('abort', pump, { once: true });
    pump();
  });
}

/** The verdict on a task, `flaky` when its repeats disagree. */
async function repeated(run: MatrixRun, task: Task, callId: string): Promise<Result> {
  let first: Result | undefined;
  for (let i = 0; i < run.repeat && !run.signal.aborted; i++) {
    const { client, server } = task.cell;
    const sides = [run.sessions('client', client), run.sessions('server', server)] as const;
    const seen = await attempt(task, ...sides, `${callId}-${i}`, run);
    const result = inLightOf(run.known, seen);
    if (first !== undefined && result.verdict !== first.verdict) return flaky(first, result, i);
    first ??= result;
  }
  return first ?? notRun(task.testCase.id, task.cell, 'interrupted');
}

function flaky(first: Result, then: Result, index: number): Result {
  const [worse] = then.verdict === 'passed' ? [first] : [then];
  const reason = `${first.verdict} at first, ${then.verdict} at repeat ${index}`;
  return { ...worse, verdict: 'flaky', reason };
}

function withoutEvidence({ evidence: _, ...result }: Result): Result {
  return result;
}
