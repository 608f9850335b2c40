import type { PlanCase } from '../../contract/case.ts';
import { cancelsFirst, overAtOnce } from '../untampered.ts';
import { fieldRecipes } from './field-recipes.ts';
import { handshakeRecipes } from './handshake.ts';
import { messageRecipes } from './message-recipes.ts';
import { payloadsOf, TO_SERVER } from './payloads.ts';
import { rawClientWays } from './raw-client.ts';
import { rawServerWays } from './raw-server.ts';
import type { Passed, Recipe } from './recipe.ts';
import { scalarRecipes } from './scalar-recipes.ts';
import { speechOf, spoken } from './speech.ts';

const CANCELLED_BEFORE =
  'a call that is cancelled as it opens: nothing of it has to go over (gRPC "Cancellation" guide)';
const OVER_BEFORE =
  'a call whose deadline is over as it opens: nothing of it has to go over (gRPC "Deadlines" guide)';
const NOT_SENT =
  'a message that its client refuses to send: the call need not begin on the wire (statuscodes.md, RESOURCE_EXHAUSTED)';
const NEVER_SENT = 'a call that its client refuses to send: nothing of it goes over';
const NO_TLS = 'a handshake that fails: what carries a status is never there (RFC 8446, 6.2)';
const BY_A_TAP = 'observed.peerPort';

/** How to break a field on the wire, by its name; empty where nobody knows a way. */
export function recipesOf(field: string, passed: Passed): readonly Recipe[] {
  const apart = leftOut(field, passed);
  if (apart !== undefined) return [{ name: field, field, ways: [], leftOut: apart }];
  if (field === BY_A_TAP) return [{ name: field, field, ways: [] }];
  if (passed.testCase.dial !== undefined) return handshakeRecipes(field, passed);
  const of = [scalarRecipes, fieldRecipes, messageRecipes];
  const found = of.map((recipes) => recipes(field, passed)).find((some) => some.length > 0) ?? [];
  return withRaw(field, passed, found).map((recipe) => inItsWords(recipe, passed));
}

/** What recipes say in gRPC's words, in those of the call. */
function inItsWords(recipe: Recipe, { record }: Passed): Recipe {
  const speech = speechOf(record);
  const ways = recipe.ways.map((one) => ({
    ...one,
    tamperings: one.tamperings.map((tampering) => spoken(speech, tampering)),
  }));
  return { ...recipe, ways };
}

/** Beside a raw peer, what it sends instead comes after what the wire can do by itself. */
function withRaw(field: string, passed: Passed, found: readonly Recipe[]): readonly Recipe[] {
  const { testCase } = passed;
  const raw = [
    ...(testCase.rawServer === undefined ? [] : rawServerWays(field, passed)),
    ...(testCase.plan.raw === undefined ? [] : rawClientWays(field, passed)),
  ];
  if (raw.length === 0) return found;
  const [first] = found;
  return [{ name: field, field, ways: [...(first?.ways ?? []), ...raw] }];
}

/** What no wire can break alone: kept small, each with its reason. */
function leftOut(field: string, passed: Passed): string | undefined {
  const { testCase } = passed;
  const noTls = testCase.rawServer !== undefined && testCase.plan.tls !== undefined;
  if (noTls && field === 'code') return NO_TLS;
  if (refusesToSend(testCase) && field !== BY_A_TAP) return NOT_SENT;
  if (refused(passed) && field !== BY_A_TAP) return NEVER_SENT;
  if (overAtOnce(testCase) && field !== BY_A_TAP) return OVER_BEFORE;
  return cancelsFirst(testCase) && field !== BY_A_TAP ? CANCELLED_BEFORE : undefined;
}

/** Whether the client's own limit ends the call before anything is sent. */
function refusesToSend({ plan, expect }: PlanCase): boolean {
  const limit = plan.channel?.limits?.maxSendMessageBytes ?? 0;
  return limit > 0 && expect.code === 'RESOURCE_EXHAUSTED';
}

/** Whether a call is one that is refused before anything of it went over. */
function refused({ testCase: { expect, dial, plan, rawServer }, record }: Passed): boolean {
  const byClient = dial === undefined && plan.raw === undefined && rawServer === undefined;
  const unseen = expect.observed.seen === false;
  return byClient && unseen && payloadsOf(record, TO_SERVER).length === 0;
}
