import { isScenario, type ScenarioCase } from '../contract/case.ts';
import type { Proven } from '../contract/proof.ts';
import { fieldsOf, judge } from '../judge/judge.ts';
import type { Task } from '../run/ledger.ts';
import { breakAll, type Judge } from './breaking.ts';
import { breakingsOf } from './changes.ts';
import type { Ground, Trial, Tried } from './ground.ts';
import { type Placed, reasonOf, tryUntilPassed } from './places.ts';
import { emptyRecording, type Recording, recorded } from './stage/record.ts';
import { proveScenario } from './stage/scenario.ts';
import { type OverTheWire, overTheWire } from './untampered.ts';

/** A scenario's trial over the wire, with all that its stage answers. */
export interface Played extends OverTheWire {
  readonly original: ScenarioCase;
  readonly recording: Recording;
}

/** Every field of every call is broken alone in what was recorded where it passed, and the judge has to tell of it. */
export async function proveCalls(
  ground: Ground,
  places: ReadonlyMap<string, readonly Task[]>,
  by: Judge = judge,
): Promise<Proven[]> {
  const { passed, failed } = await tryUntilPassed(ground, places, (task) => ({ task }));
  return [
    ...unplaced(failed),
    ...[...passed.values()].flatMap((one) => proveCall(ground, one, by)),
  ];
}

/** Plays every scenario over the wire until it passes in one cell, and records what its stage answers. */
export function playAll(ground: Ground, places: ReadonlyMap<string, readonly Task[]>) {
  return tryUntilPassed(ground, places, (task) => playedOf(ground, task));
}

/**
 * Every field of every scenario is broken alone in what its stage answered, and the scenario has to tell of it. The
 * scenario at which it is interrupted, and those after it, are left out.
 */
export async function provePlayed(
  { passed, failed }: Placed<Played>,
  signal: AbortSignal,
): Promise<Proven[]> {
  const proven = unplaced(failed);
  for (const { trial, result } of passed.values()) {
    const known = result.differences.map(({ field }) => field);
    const fields = await proveScenario(trial.original, trial.recording, { known, signal });
    if (signal.aborted) break;
    proven.push(...fields);
  }
  return proven;
}

function unplaced(failed: ReadonlyMap<string, Tried<Trial>>): Proven[] {
  return [...failed].map(([id, tried]) => ({
    ...{ case: id, field: 'the case', problem: reasonOf(tried) },
  }));
}

function playedOf(ground: Ground, task: Task): Played {
  const { testCase } = task;
  if (!isScenario(testCase)) throw new Error(`${testCase.id} is no scenario`);
  const recording = emptyRecording();
  const { scenario } = testCase;
  const played: ScenarioCase = {
    ...testCase,
    scenario: (stage) => scenario(recorded(stage, recording)),
  };
  const over = overTheWire(ground, { ...task, testCase: played });
  return Object.assign(over, { original: testCase, recording });
}

function proveCall(ground: Ground, { trial, result }: Tried<Trial>, by: Judge): Proven[] {
  const { testCase } = trial.task;
  if (isScenario(testCase)) return [];
  const { callId = '', outcome, observation } = result.evidence ?? {};
  if (outcome === undefined)
    return [{ case: testCase.id, field: 'the case', problem: 'no outcome' }];
  const client = ground.players.session('client', trial.task.cell.client).last;
  const identity = { callId, userAgent: client?.info.userAgent ?? '' };
  const seen = { outcome, observation };
  const breakings = (field: string) => breakingsOf(testCase, field, seen);
  return breakAll(testCase, fieldsOf(testCase, identity), seen, { judge: by, breakings });
}
