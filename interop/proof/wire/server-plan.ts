import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { Probe, type ServerPlanSchema } from '../../contract/generated.ts';
import type { TamperingInit } from '../../contract/wire.ts';
import { payloadsOf, TO_SERVER } from './payloads.ts';
import { type Passed, pathOf } from './recipe.ts';
import { tamper } from './tamperings.ts';

const ProbeRequestSchema = Probe.method.unary.input;

export type ServerPlanInit = MessageInitShape<typeof ServerPlanSchema>;

/** Has the server play another plan: its handler is told so by the first request, which carries it. */
export function otherPlan(requests: readonly Uint8Array[], plan: ServerPlanInit): TamperingInit {
  const [first] = requests;
  const put = first === undefined ? tamper.insert : tamper.replace;
  return put(TO_SERVER, 0, withPlan(first, plan));
}

/** The request with another plan; without one, nothing but the plan. */
export function withPlan(request: Uint8Array | undefined, plan: ServerPlanInit): Uint8Array {
  const { body } = fromBinary(ProbeRequestSchema, request ?? new Uint8Array());
  return toBinary(ProbeRequestSchema, create(ProbeRequestSchema, { plan, body }));
}

/** A path that no server knows. */
export const NO_METHOD = '/no.such.Service/Method';

/** Whether the method is one of Probe's, whose handlers play what requests say. */
export const isProbe = (passed: Passed) => pathOf(passed).startsWith(`/${Probe.typeName}/`);

/** Another plan, where the method is one of Probe's. */
export function planned(passed: Passed, plan: ServerPlanInit): TamperingInit[] {
  return isProbe(passed) ? [otherPlan(payloadsOf(passed.record, TO_SERVER), plan)] : [];
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
