import type { PlanCase } from '../../contract/case.ts';
import type { TamperingInit, WireRecord } from '../../contract/wire.ts';
import type { Seen } from '../../judge/field.ts';
import { requestOf } from '../../judge/script.ts';

/** A Tampered is one way to break a field on the wire, and what the judge must then say that it is. */
export interface Tampered {
  readonly tamperings: readonly TamperingInit[];
  readonly told: (actual: string) => boolean;
  /** The field that tells of it, where that isn't the recipe's own. */
  readonly by?: string;
  /** The case to play, where the harness itself could not go on with what the wire leaves of it. */
  readonly instead?: PlanCase;
}

/** A Recipe is what breaks a field, or a bound of it: one way or another. */
export interface Recipe {
  /** The field, and what about it, where that counts apart. */
  readonly name: string;
  readonly field: string;
  readonly ways: readonly Tampered[];
  /** Why no wire can break it alone. */
  readonly leftOut?: string;
}

/** What is known of a call that passed: what both sides saw, and what went over. */
export interface Passed {
  readonly testCase: PlanCase;
  readonly seen: Seen;
  readonly record: WireRecord;
}

/** The method of the call; of a raw client's its script has it. Empty where it says none. */
export function pathOf({ testCase: { plan } }: Passed): string {
  return (plan.raw === undefined ? plan.method : requestOf(plan.raw).method) ?? '';
}

/** A way that is nothing but tamperings, told by the recipe's own field. */
export function way(
  tamperings: readonly TamperingInit[],
  told: (actual: string) => boolean,
): Tampered {
  return { tamperings, told };
}

export const is = (text: string) => (actual: string) => actual === text;
export const has = (text: string) => (actual: string) => actual.includes(text);
