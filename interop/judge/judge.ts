import type { PlanCase } from '../contract/case.ts';
import type { Difference } from '../contract/result.ts';
import type { Field, Seen } from './field.ts';
import { type Identity, observationFields } from './observation-fields.ts';
import { outcomeFields } from './outcome-fields.ts';

/** All that a case expects, as fields. */
export function fieldsOf(testCase: PlanCase, identity: Identity): Field[] {
  return [...outcomeFields(testCase), ...observationFields(testCase, identity)];
}

/** The fields that are not as expected. None means that the case holds. */
export function judge(fields: readonly Field[], seen: Seen): Difference[] {
  return fields.flatMap((field) => {
    const actual = field.read(seen);
    const holds = field.holds === undefined ? actual === field.expected : field.holds(seen);
    return holds ? [] : [{ field: field.name, expected: field.expected, actual }];
  });
}
