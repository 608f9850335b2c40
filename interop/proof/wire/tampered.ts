import { isScenario } from '../../contract/case.ts';
import { type Proven, spokenIn } from '../../contract/proof.ts';
import type { Result } from '../../contract/result.ts';
import { cellName } from '../../contract/vocabulary.ts';
import type { WireRecord } from '../../contract/wire.ts';
import type { Seen } from '../../judge/field.ts';
import { fieldsOf, judge } from '../../judge/judge.ts';
import type { CallLimits } from '../../run/call.ts';
import { notRun } from '../../run/ledger.ts';
import { UNTOLD } from '../changes.ts';
import { type Ground, inLanes, type Trial, type Tried, tryOne } from '../ground.ts';
import { portChanges } from '../scalar-changes.ts';
import type { OverTheWire } from '../untampered.ts';
import type { Passed, Recipe, Tampered } from './recipe.ts';
import { recipesOf } from './recipes.ts';

/**
 * What ends a call that a tampering has made hang, in milliseconds: more than two waits of a raw script on a machine
 * that is loaded. And how long its server may take to settle.
 */
const LIMITS = { guardMs: 30_000, settleMs: 1_000 };
/** A call that is slow untampered hangs after so many times as long: lanes share the wire, and the machine. */
const TIMES_UNTAMPERED = 10;

/** One recipe of one case, and the cell where the case passed. */
interface Asked {
  readonly over: Tried<OverTheWire>;
  readonly recipe: Recipe;
}

/** A Tampering is one way of a recipe, tried, and what went over then. */
export interface Tampering extends Trial {
  readonly asked: Asked;
  readonly way: Tampered;
  record: WireRecord | undefined;
}

/**
 * Breaks every field of these cases on the wire, each in the cell where the case passed over it. What is short then is
 * tried once more, after all others: one call that shows the difference is the proof.
 */
export async function proveTampered(
  ground: Ground,
  passed: readonly Tried<OverTheWire>[],
): Promise<Proven[]> {
  const proven: Proven[] = [];
  const asked = passed.flatMap((over) => askedOf(ground, over, proven));
  const first = await problemsOf(ground, asked);
  const open = asked.filter((one) => first.get(one) !== undefined);
  const second = await problemsOf(ground, open);
  const tried = asked.filter((one) => first.has(one));
  const triesOf = (one: Asked) =>
    [first, second].filter((tries) => tries.has(one)).map((tries) => tries.get(one));
  return [...proven, ...tried.map((one) => provenOf(one, triesOf(one)))];
}

/** Tries all of these side by side. Of each that was not interrupted: why it isn't proven, where it isn't. */
async function problemsOf(ground: Ground, asked: readonly Asked[]) {
  const problems = new Map<Asked, string | undefined>();
  const all = asked.map((one) => ({ one, task: one.over.trial.task }));
  await inLanes(ground.signal, all, async ({ one }, callId) => {
    const { result, problem } = await tryWays(ground, one, callId);
    problems.set(one, problem);
    return result;
  });
  return problems;
}

/** Tries one way after the other, until one proves the field; else with why none did. */
async function tryWays(ground: Ground, asked: Asked, callId: string) {
  const { task } = asked.over.trial;
  const limits = limitsOf(asked);
  const problems: string[] = [];
  let result = notRun(task.testCase.id, task.cell, 'there is no way');
  for (const [at, way] of asked.recipe.ways.entries()) {
    if (ground.signal.aborted) break;
    const trial = tamperingOf(ground, asked, way);
    result = await tryOne(ground.players, trial, `${callId}-${at}`, limits);
    const problem = problemOf({ trial, result });
    if (problem === undefined) return { result };
    problems.push(problem);
  }
  return { result, problem: `${cellName(task.cell)}: ${problems.join('; or ') || 'not tried'}` };
}

function limitsOf({ over }: Asked): CallLimits {
  const { guardMs, settleMs } = LIMITS;
  return {
    guardMs: Math.max(guardMs, Math.ceil(TIMES_UNTAMPERED * over.result.durationMs)),
    settleMs,
  };
}

/** What came of a field, by what each try was short of. */
export function provenOf({ over, recipe }: Asked, tries: readonly (string | undefined)[]): Proven {
  const base = { ...whereOf(over), field: recipe.name };
  const [atFirst] = tries;
  const problem = tries.at(-1);
  if (problem !== undefined) return { ...base, problem };
  return atFirst === undefined ? base : { ...base, atFirst };
}

const whereOf = ({ trial: { task } }: Tried<OverTheWire>) => ({
  case: task.testCase.id,
  ...spokenIn(task.cell),
});

/** The recipes of a case's fields; what needs no trial is proven, or not, at once. */
function askedOf(ground: Ground, over: Tried<OverTheWire>, proven: Proven[]): Asked[] {
  const { testCase, cell } = over.trial.task;
  const { callId = '', outcome, observation } = over.result.evidence ?? {};
  const { record } = over.trial;
  if (isScenario(testCase) || outcome === undefined || record === undefined) return [];
  const userAgent = ground.players.session('client', cell.client).last?.info.userAgent ?? '';
  const seen = { outcome, observation };
  const passed: Passed = { testCase, seen, record };
  const fields = fieldsOf(testCase, { callId, userAgent });
  // A tap has a port of its own: judged with that field in, it is seen.
  const byTap = judge(fields, seen).map(({ field }) => field);
  return fields.flatMap(({ name }) => {
    const recipes = recipesOf(name, passed);
    const base = { ...whereOf(over), field: name };
    if (recipes.length === 0) proven.push({ ...base, problem: 'no recipe breaks it on the wire' });
    return recipes.flatMap((recipe): Asked[] => {
      if (recipe.ways.length > 0) return [{ over, recipe }];
      const { leftOut } = recipe;
      if (leftOut !== undefined) proven.push({ ...base, field: recipe.name, leftOut });
      else proven.push(byTap.includes(name) ? base : { ...base, ...notByTap(name, seen) });
      return [];
    });
  });
}

/** Why a tap is not told by its port. */
function notByTap(field: string, seen: Seen): Pick<Proven, 'leftOut' | 'problem'> {
  const leftOut = UNTOLD[field];
  if (leftOut === undefined) return { problem: 'nothing went over that could be changed' };
  return portChanges(seen).length > 0 ? { problem: 'the tap is not seen' } : { leftOut };
}

function tamperingOf({ wire }: Ground, asked: Asked, way: Tampered): Tampering {
  const onRecord = (record: WireRecord) => {
    made.record = record;
  };
  const use = { wire, tamperings: way.tamperings, onRecord };
  const { task } = asked.over.trial;
  const played = way.instead === undefined ? task : { ...task, testCase: way.instead };
  const made: Tampering = { task: played, use, asked, way, record: undefined };
  return made;
}

/** Proven only when every tampering was applied, the call came to its end, and the field says what was done to it. */
export function problemOf({ trial, result }: Tried<Tampering>): string | undefined {
  const applied = trial.record?.applied ?? [];
  const ended = result.evidence?.outcome !== undefined;
  if (!ended) return `no outcome: ${result.reason ?? result.evidence?.problem ?? result.verdict}`;
  if (applied.length < trial.way.tamperings.length || applied.some((times) => times === 0)) {
    return `not applied: ${applied.join(', ')}`;
  }
  const own = result.differences.find(
    ({ field }) => field === (trial.way.by ?? trial.asked.recipe.field),
  );
  if (own === undefined) return `overlooked; instead ${textOf(result)}`;
  return trial.way.told(own.actual)
    ? undefined
    : `it is ${own.actual.slice(0, TEXT)}; ${textOf(result)}`;
}

/** Texts of a problem are cut here: a thousand messages are told in one field. */
const TEXT = 200;

function textOf(result: Result): string {
  const told = result.evidence?.outcome?.message ?? '';
  const message = told === '' ? '' : ` (${JSON.stringify(told).slice(0, TEXT)})`;
  return textsOf(result) + message;
}

/** What differs, or else what came of the fields that leave a choice. */
function textsOf({ differences, choices = {} }: Result): string {
  const told = (field: string, actual: string) => `${field} ${actual.slice(0, TEXT)}`;
  const chosen = Object.entries(choices).map(([field, actual]) => told(field, actual));
  return (
    differences.map(({ field, actual }) => told(field, actual)).join(', ') ||
    ['no difference', ...chosen].join(', ')
  );
}
