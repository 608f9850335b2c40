import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { PlanCase } from '../../contract/case.ts';
import { Probe, type ServerPlanSchema } from '../../contract/generated.ts';
import type { TamperingInit } from '../../contract/wire.ts';
import { payloadsOf, TO_SERVER } from './payloads.ts';
import type { Passed } from './recipe.ts';
import { tamper } from './tamperings.ts';

const ProbeRequestSchema = Probe.method.unary.input;

export type ServerPlanInit = MessageInitShape<typeof ServerPlanSchema>;

/** Has the server play another plan: its handler is told so by the first request, which carries it. */
export function otherPlan(requests: readonly Uint8Array[], plan: ServerPlanInit): TamperingInit {
  const [first] = requests;
  if (first === undefined) {
    return tamper.insert(
      TO_SERVER,
      0,
      toBinary(ProbeRequestSchema, create(ProbeRequestSchema, { plan })),
    );
  }
  const request = fromBinary(ProbeRequestSchema, first);
  const changed = create(ProbeRequestSchema, { plan, body: request.body });
  return tamper.replace(TO_SERVER, 0, toBinary(ProbeRequestSchema, changed));
}

/** A path that no server knows. */
export const NO_METHOD = '/no.such.Service/Method';

const isProbe = ({ plan }: PlanCase) => plan.method?.startsWith(`/${Probe.typeName}/`) === true;

/** Another plan, where the method is one of Probe's. */
export function planned({ testCase, record }: Passed, plan: ServerPlanInit): TamperingInit[] {
  return isProbe(testCase) ? [otherPlan(payloadsOf(record, TO_SERVER), plan)] : [];
}

/** An end that no case has. */
const ending = { case: 'status', value: { code: 10, message: 'tampered with' } } as const;
/** Plans that end a call otherwise. */
export const AT_ONCE: ServerPlanInit = { ending };
const SEND = {
  action: {
    case: 'send' as const,
    value: { payload: { content: { case: 'pattern' as const, value: { size: 4n, seed: 1 } } } },
  },
};
export const ONE_MESSAGE: ServerPlanInit = { steps: [SEND] };
export const NEVER: ServerPlanInit = { ending: { case: 'awaitCancellation', value: {} } };
export const MESSAGE_THEN_NEVER: ServerPlanInit = {
  steps: [SEND],
  ending: { case: 'awaitCancellation', value: {} },
};

/** So many messages, and then the error at once. */
export function afterMessages(count: number): ServerPlanInit {
  return { steps: Array.from({ length: count }, () => SEND), ending };
}
