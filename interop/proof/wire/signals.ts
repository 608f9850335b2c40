import type { MessageInitShape } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { PlanCase } from '../../contract/case.ts';
import type { StepSchema } from '../../contract/generated.ts';
import type { Tampered } from './recipe.ts';

type Action = MessageInitShape<typeof StepSchema>['action'];

/** The case with another step where its client waits for a signal; nothing where it doesn't. */
export function withoutSignal(testCase: PlanCase, action: Action): Pick<Tampered, 'instead'> {
  const { moves, ...rest } = testCase;
  if (moves === undefined) return {};
  const steps = (rest.plan.steps ?? []).map((step) =>
    step.action?.case === 'awaitSignal' && action !== undefined ? { action } : step,
  );
  return { instead: { ...rest, plan: { ...rest.plan, steps } } };
}

/** More than a busy machine takes for a call, in milliseconds. */
const LONG_MS = 60_000;

/** The case with a client that waits for the server's end, where it or its deadline would end the call before. */
export function endedFirst(testCase: PlanCase): Pick<Tampered, 'instead'> {
  const { instead } = withoutSignal(testCase, { case: 'drain', value: {} });
  const waiting = instead ?? testCase;
  if (waiting.plan.timeout === undefined) return instead === undefined ? {} : { instead };
  const plan = { ...waiting.plan, timeout: durationFromMs(LONG_MS) };
  return { instead: { ...waiting, plan } };
}

/** The way; and where its client would end the call, or wait for a signal, one with a client that waits for the end. */
export function orEndedFirst(way: Tampered, testCase: PlanCase): Tampered[] {
  const { instead } = endedFirst(testCase);
  return instead === undefined ? [way] : [way, { ...way, instead }];
}
