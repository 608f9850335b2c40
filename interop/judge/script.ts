import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RawStepSchema } from '../contract/generated.ts';
import { CALL_ID } from '../contract/raw.ts';
import type { RawScript } from '../contract/stage.ts';

type Step = MessageInitShape<typeof RawStepSchema>;
type Block = ReadonlyMap<string, string>;

/** A ScriptedRequest is what a raw client's call must look like at a server that sees it. */
export interface ScriptedRequest {
  readonly method: string | undefined;
  readonly userAgent: string | undefined;
}

/** The first request of a script that carries the call id. */
export function requestOf(script: RawScript): ScriptedRequest {
  const block = blocksOf(script.steps ?? []).find((fields) =>
    [...fields.values()].includes(CALL_ID),
  );
  return { method: block?.get(':path'), userAgent: block?.get('user-agent') };
}

function blocksOf(steps: readonly Step[]): Block[] {
  return steps.flatMap(({ action }) => {
    if (action?.case === 'repeat') return blocksOf(action.value.steps ?? []);
    return action?.case === 'headers' ? [blockOf(action.value.fields ?? [])] : [];
  });
}

function blockOf(fields: readonly { name?: string; value?: Uint8Array }[]): Block {
  const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString('latin1');
  return new Map(fields.map(({ name = '', value }) => [name, text(value)]));
}
