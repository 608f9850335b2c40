import type { PlanCase } from '../contract/case.ts';
import type { Difference } from '../contract/result.ts';
import type { Field, Seen } from './field.ts';
import { type Identity, observationFields, SEEN } from './observation-fields.ts';
import { outcomeFields } from './outcome-fields.ts';

/** All that a case expects, as fields. */
export function fieldsOf(testCase: PlanCase, identity: Identity): Field[] {
  return [...outcomeFields(testCase), ...observationFields(testCase, identity)];
}

/**
 * The fields that are not as expected. None means that the case holds. Of a call that was to be seen and
 * was not, there is nothing else to say of what the server saw, but for facts, which frames tell too.
 */
export function judge(fields: readonly Field[], seen: Seen): Difference[] {
  const differences = differing(fields, seen);
  const unseen = differences.some(({ field, actual }) => field === SEEN && actual === 'false');
  return unseen ? differences.filter(({ field }) => !isOfContent(field)) : differences;
}

function isOfContent(field: string): boolean {
  return field.startsWith('observed.') && field !== SEEN && !field.startsWith('observed.facts.');
}

function differing(fields: readonly Field[], seen: Seen): Difference[] {
  return fields.flatMap((field) => {
    const actual = field.read(seen);
    const holds = field.holds === undefined ? actual === field.expected : field.holds(seen);
    return holds ? [] : [{ field: field.name, expected: field.expected, actual }];
  });
}
