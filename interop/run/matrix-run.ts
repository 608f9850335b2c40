import type { Frame } from '../contract/generated.ts';
import type { KnownDifference } from '../contract/known.ts';
import type { Result } from '../contract/result.ts';
import { FAILING } from '../contract/vocabulary.ts';
import type { Players } from './attempt.ts';
import type { CallLimits } from './call.ts';
import { Ledger, type Task } from './ledger.ts';
import type { Recording } from './recording.ts';
import { repeated } from './repeat.ts';
import { Scheduler } from './scheduler.ts';

/** What a run is made of. */
export interface MatrixRun {
  readonly tasks: readonly Task[];
  /** Every client and every server of the tasks. */
  readonly players: Players;
  readonly known: readonly KnownDifference[];
  readonly limits?: CallLimits;
  readonly tryUnsupported: boolean;
  /** Stop at the first verdict that fails the run. */
  readonly bail: boolean;
  /** Every case this often; a verdict that changes is `flaky`. */
  readonly repeat: number;
  readonly signal: AbortSignal;
  /** Where what goes over the wire is kept; nothing is without it. */
  readonly recording?: Recording;
  /** Called for each result as it comes; evidence of what passed is not kept after it. */
  readonly onResult: (result: Result) => void;
}

/** Runs all tasks and returns a result for each: what was not reached is `not-run`. */
export async function runMatrix(run: MatrixRun): Promise<readonly Result[]> {
  const ledger = new Ledger(run.tasks);
  const scheduler = new Scheduler(run.tasks, {
    signal: run.signal,
    work: (task, callId) => repeated(run, task, callId),
    onResult: (result) => {
      run.onResult(result);
      ledger.enter(result.verdict === 'passed' ? withoutEvidence(result) : withFewFrames(result));
      if (run.bail && FAILING.has(result.verdict)) scheduler.stop(`--bail after ${result.case}`);
    },
  });
  const stop = await scheduler.run();
  for (const result of ledger.close(stop ?? 'the harness lost this task')) run.onResult(result);
  return ledger.results;
}

/** How many frames of each side are kept of what did not pass: all are in evidence.jsonl, and read no more. */
const FRAMES_KEPT = 100;
/** How many bytes of a header field: there may be a megabyte in one. */
const VALUE_KEPT = 1024;

function withFewFrames(result: Result): Result {
  const { outcome, observation } = result.evidence ?? {};
  for (const side of [outcome, observation]) {
    if (side !== undefined) side.frames = side.frames.slice(0, FRAMES_KEPT).map(shortened);
  }
  return result;
}

function shortened(frame: Frame): Frame {
  const headers = frame.headers.map((one) => ({ ...one, value: one.value.slice(0, VALUE_KEPT) }));
  return { ...frame, headers };
}

function withoutEvidence({ evidence: _, ...result }: Result): Result {
  return result;
}
