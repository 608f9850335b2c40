import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CasePlan } from '../contract/case.ts';
import {
  CloseRequest_Mode,
  type Observation,
  ObserveRequest_Until,
  type RawStepSchema,
} from '../contract/generated.ts';
import type { ListenerSettings } from '../contract/listen.ts';
import { AUTHORITY, CALL_ID } from '../contract/raw.ts';
import type { RawScript } from '../contract/stage.ts';
import { PeerRefused } from '../drive/errors.ts';
import { NO_KEYS } from './keys.ts';
import { listenInit } from './listening.ts';
import type { Live } from './session.ts';

type Step = MessageInitShape<typeof RawStepSchema>;
type Known = Readonly<Record<string, string>>;

/** A RawListener is one of the raw peer's, for one run of a case. Disposing closes it. */
export class RawListener implements AsyncDisposable {
  /** `host:port` as clients dial it. */
  readonly address: string;
  readonly #live: Live;
  readonly #id: string;

  private constructor(live: Live, id: string, address: string) {
    this.#live = live;
    this.#id = id;
    this.address = address;
  }

  /** Opens one that plays a script a connection, and is observed under this id. */
  static async open(
    live: Live,
    id: string,
    scripts: readonly RawScript[],
    place: ListenerSettings = {},
  ): Promise<RawListener> {
    const { running } = live;
    const init = await listenInit(id, place, running, NO_KEYS, running.bindForCall);
    const { result } = await live.control.listen({ ...init, raw: [...scripts] });
    if (result.case === 'address') return new RawListener(live, id, running.dial(result.value));
    throw new PeerRefused(running.control, `Listen: ${result.value?.reason ?? 'no address'}`);
  }

  /** What came up to now, or once all connections are over. */
  async observe(waitMs: number): Promise<Observation | undefined> {
    const { SETTLED } = ObserveRequest_Until;
    const { hops } = await this.#live.control.observe(this.#id, SETTLED, waitMs);
    return hops[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#live.control.close({ listener: this.#id, mode: CloseRequest_Mode.ABRUPT });
  }
}

/** A raw client's plan with what only the run knows put into its header fields. */
export function filled(plan: CasePlan, callId: string, authority: string): CasePlan {
  if (plan.raw === undefined) return plan;
  const known = { [CALL_ID]: callId, [AUTHORITY]: authority };
  const steps = (plan.raw.steps ?? []).map((step) => filledStep(step, known));
  return { ...plan, raw: { ...plan.raw, steps } as RawScript };
}

function filledStep(step: Step, known: Known): Step {
  const { action } = step;
  if (action?.case === 'repeat') {
    const steps = (action.value.steps ?? []).map((inner) => filledStep(inner, known));
    return { action: { case: 'repeat', value: { ...action.value, steps } } } as Step;
  }
  if (action?.case !== 'headers') return step;
  const fields = (action.value.fields ?? []).map((one) => filledField(one, known));
  return { action: { case: 'headers', value: { ...action.value, fields } } } as Step;
}

function filledField(field: { name?: string; value?: Uint8Array }, known: Known) {
  const text = Buffer.from(field.value ?? []).toString('latin1');
  const value = Object.entries(known).reduce(
    (now, [mark, one]) => now.replaceAll(mark, () => one),
    text,
  );
  return value === text ? field : { ...field, value: Buffer.from(value, 'latin1') };
}
