import type { ScenarioCase } from '../contract/case.ts';
import type { Difference, Result } from '../contract/result.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { ControlError, firstOf, PeerRefused } from '../drive/errors.ts';
import { LaunchError } from '../launch/errors.ts';
import { StageError } from './stage/server.ts';
import { LiveStage, ScenarioOver, type StageSetting } from './stage/stage.ts';

/** The longest that a scenario may take, in milliseconds. */
const LIMIT_MS = 180_000;

/**
 * Plays one scenario on a stage of its own. What a peer refused, or a program that didn't start, is a
 * difference of the field `stage`; rejects only when a control port is gone.
 */
export async function runScenario(
  cell: Cell,
  testCase: ScenarioCase,
  setting: StageSetting,
): Promise<Result> {
  const started = performance.now();
  const stage = new LiveStage(setting);
  try {
    await playWithin(LIMIT_MS, testCase, stage);
  } catch (error) {
    // The try is over: nothing is left open, and what went over until then is told.
    if (isGone(error)) await stage[Symbol.asyncDispose]().catch(() => undefined);
    if (!(error instanceof ScenarioOver)) stage.differences.push(differenceOf(error));
  }
  await close(stage);
  const { differences, notes } = stage;
  return {
    ...{ case: testCase.id, cell, verdict: differences.length === 0 ? 'passed' : 'failed' },
    ...{ durationMs: performance.now() - started, differences },
    ...(notes.length === 0 ? {} : { notes }),
    evidence: { callId: setting.word },
  };
}

async function playWithin(ms: number, { scenario }: ScenarioCase, stage: LiveStage): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new StageError(`the scenario took over ${ms / 1000} s`)),
    ms,
  );
  try {
    await Promise.race([scenario(stage), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What can't be closed as it should is a fault that the case found, unless a process is gone. */
async function close(stage: LiveStage): Promise<void> {
  try {
    await stage[Symbol.asyncDispose]();
  } catch (error) {
    stage.differences.push({ ...differenceOf(firstOf(error)), expected: 'closed' });
  }
}

/** Whether a control port is gone, a peer's or that of the wire. */
function isGone(error: unknown): boolean {
  return error instanceof ControlError && !(error instanceof PeerRefused);
}

function differenceOf(error: unknown): Difference {
  const told =
    error instanceof StageError || error instanceof PeerRefused || error instanceof LaunchError;
  if (!told) throw error;
  return { field: 'stage', expected: 'played to its end', actual: error.message };
}
