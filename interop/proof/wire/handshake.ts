import type { PlanCase } from '../../contract/case.ts';
import type { Passed, Recipe, Tampered } from './recipe.ts';

const CLOSED =
  'a call in a handshake that the case is about: the wire passes it on unopened, and another handshake would break this field with all others';

/** Where a case is about the handshake, another handshake is what breaks it: one that fails, or one that does not. */
export function handshakeRecipes(field: string, { testCase }: Passed): Recipe[] {
  const told = testCase.expect.code === 'OK' ? FAILED[field] : SUCCEEDED[field];
  if (told === undefined) return [{ name: field, field, ways: [], leftOut: CLOSED }];
  const way: Tampered = { tamperings: [], told, instead: otherwise(testCase) };
  return [{ name: field, field, ways: [way] }];
}

type Told = Readonly<Record<string, Tampered['told']>>;

const FAILED: Told = {
  code: (actual) => actual !== 'OK',
  'messages.count': (actual) => actual === '0',
  'observed.seen': (actual) => actual === 'false',
};
const SUCCEEDED: Told = {
  code: (actual) => actual === 'OK',
  'messages.count': (actual) => actual === '1',
  'observed.seen': (actual) => actual === 'true',
};

/** The case with a client that trusts another authority; or with nothing wrong on either side. */
function otherwise(testCase: PlanCase): PlanCase {
  if (testCase.expect.code === 'OK') return { ...testCase, dial: { trusts: 'other' } };
  return { ...testCase, listen: { transport: 'tls' }, dial: {} };
}
