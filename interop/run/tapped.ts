import type { CasePlan, PlanCase } from '../contract/case.ts';
import type { Route, WireUse } from '../contract/wire.ts';

/** How long the connections of a call that is over may take to end, in milliseconds. */
const ENDED_MS = 2_000;

/** Lets a call go over a tap before where it would dial, and tells what went over once it is done, or broke off. */
export async function tapped<T>(
  { wire, tamperings, onRecord }: WireUse,
  route: Route,
  play: (route: Route) => Promise<T>,
): Promise<T> {
  await using tap = await wire.tap(route, tamperings);
  try {
    return await play(tap.route);
  } finally {
    onRecord?.(await tap.read(ENDED_MS));
  }
}

/** The case with its call on a channel of its own: what a tap sees is this call alone. */
export function onItsOwn(testCase: PlanCase, callId: string): PlanCase {
  const plan: CasePlan = {
    ...testCase.plan,
    channel: { ...testCase.plan.channel, key: callId, fresh: true },
  };
  return { ...testCase, plan };
}
