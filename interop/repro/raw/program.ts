import { create, fromBinary } from '@bufbuild/protobuf';
import type { CasePlan, PlanCase } from '../../contract/case.ts';
import {
  CallPlanSchema,
  Probe,
  type RawScript,
  RawScriptSchema,
  type RawStep,
} from '../../contract/generated.ts';
import { TYPE } from '../../contract/http2.ts';
import type { RawScript as RawScriptInit } from '../../contract/stage.ts';

/** A script with all that it leaves out. */
export function readScript(script: RawScriptInit): RawScript {
  return create(RawScriptSchema, script);
}

/**
 * What the library's server has to do with a raw client's call: the plan of a client with the same method
 * and the same message, as far as they can be read from the script.
 */
export function planBehind({ plan }: PlanCase): CasePlan {
  const script = create(CallPlanSchema, plan).raw ?? create(RawScriptSchema);
  const steps = flat(script.steps);
  const message = messageOf(steps);
  return create(CallPlanSchema, {
    method: methodOf(steps),
    steps: [{ action: { case: 'send', value: body(message?.body) } }],
    ...(message?.plan === undefined ? {} : { serverPlan: message.plan }),
  });
}

function body(bytes: Uint8Array = new Uint8Array()) {
  // A BytesValue's field 1 is read from what is sent: the message itself only matters to an echo.
  return { payload: { content: { case: 'encoded', value: bytes } } } as const;
}

function flat(steps: readonly RawStep[]): RawStep[] {
  return steps.flatMap((step) =>
    step.action.case === 'repeat' ? flat(step.action.value.steps) : [step],
  );
}

/** The path of the first call that has one of Probe's methods. */
function methodOf(steps: readonly RawStep[]): string {
  const paths = steps.flatMap(({ action }) =>
    action.case === 'headers'
      ? action.value.fields.flatMap(({ name, value }) =>
          name === ':path' ? [Buffer.from(value).toString('latin1')] : [],
        )
      : [],
  );
  const known = Object.values(Probe.method).map(({ name }) => `/${Probe.typeName}/${name}`);
  return (
    paths.find((path) => known.includes(path)) ?? `/${Probe.typeName}/${Probe.method.unary.name}`
  );
}

/** The first message in the DATA that is sent; undefined where there is none that can be read. */
function messageOf(steps: readonly RawStep[]) {
  const data = Buffer.concat(
    steps.flatMap(({ action }) => {
      if (action.case === 'data') return [action.value.payload];
      return action.case === 'frame' && action.value.type === TYPE.DATA
        ? [action.value.payload]
        : [];
    }),
  );
  if (data.length < 5) return undefined;
  try {
    return fromBinary(Probe.method.unary.input, data.subarray(5, 5 + data.readUInt32BE(1)));
  } catch {
    return undefined;
  }
}
