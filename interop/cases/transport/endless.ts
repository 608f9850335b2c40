import { Probe } from '../../contract/generated.ts';
import type { StagePlan } from '../../contract/stage.ts';
import { pathOf, step } from '../define.ts';

/** A call that goes on until somebody ends it, or its connection does. */
export const ENDLESS: StagePlan = {
  method: pathOf(Probe.method.serverStream),
  steps: [step.sendBody(3), step.receive(1)],
  serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
};
