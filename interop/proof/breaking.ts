import { clone } from '@bufbuild/protobuf';
import type { PlanCase } from '../contract/case.ts';
import { ObservationSchema, OutcomeSchema } from '../contract/generated.ts';
import type { Proven } from '../contract/proof.ts';
import type { Difference } from '../contract/result.ts';
import type { Field, Seen } from '../judge/field.ts';
import { type Breaking, UNTOLD } from './changes.ts';

/** How the judge judges; a parameter, so that a judge that overlooks things can be tried. */
export type Judge = (fields: readonly Field[], seen: Seen) => readonly Difference[];

/**
 * Breaks every field of a case in what was recorded, one at a time. A field that differed when it was recorded,
 * as it is known to, has been told of already.
 */
export function breakAll(
  testCase: PlanCase,
  fields: readonly Field[],
  recorded: Seen,
  by: { readonly judge: Judge; readonly breakings: (field: string) => readonly Breaking[] },
): Proven[] {
  const before = by.judge(fields, recorded).map(({ field }) => field);
  const judgeRest: Judge = (...all) =>
    by.judge(...all).filter(({ field }) => !before.includes(field));
  return fields.flatMap(({ name }): Proven[] => {
    if (before.includes(name)) return [{ case: testCase.id, field: name }];
    const breakings = by.breakings(name);
    if (breakings.length === 0) {
      return [{ case: testCase.id, field: name, problem: 'there is nothing that breaks it' }];
    }
    return breakings.map((one) => proven(testCase.id, one, fields, recorded, judgeRest));
  });
}

/** Proven when there is something to change, and each change is told as a difference of this field. */
function proven(
  id: string,
  { name, field, changes, follow }: Breaking,
  fields: readonly Field[],
  recorded: Seen,
  judge: Judge,
): Proven {
  const base = { case: id, field: name };
  const leftOut = UNTOLD[field];
  if (changes.length === 0 && leftOut !== undefined) return { ...base, leftOut };
  if (changes.length === 0)
    return { ...base, problem: 'nothing was recorded that could be changed' };
  for (const { what, make } of changes) {
    const told = judge(fields, make(copyOf(recorded))).map((one) => one.field);
    if (!told.includes(field)) return { ...base, problem: `${what}: overlooked` };
    const others = told.filter((one) => one !== field && !follow(one));
    if (others.length > 0) return { ...base, problem: `${what}: also ${others.join(', ')}` };
  }
  return base;
}

function copyOf({ outcome, observation }: Seen): Seen {
  return {
    outcome: clone(OutcomeSchema, outcome),
    observation: observation === undefined ? undefined : clone(ObservationSchema, observation),
  };
}
