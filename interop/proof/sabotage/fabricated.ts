import { createHash } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import {
  type CallPlan,
  EventKind,
  type Outcome,
  OutcomeSchema,
  type Step,
} from '../../contract/generated.ts';

/** Answers more than this are left out: no honest call has them. */
const MOST = 1_000;

/** The outcome that a call ought to have by its own plan, from a client that never calls anybody. */
export function fabricated({ serverPlan, timeout }: CallPlan): Outcome {
  const status = serverPlan?.ending.case === 'status' ? serverPlan.ending.value : undefined;
  const late = timeout !== undefined && serverPlan?.ending.case === 'awaitCancellation';
  const steps = serverPlan?.steps ?? [];
  return create(OutcomeSchema, {
    code: late ? 4 : (status?.code ?? 0),
    message: status?.message ?? '',
    details: status?.details ?? [],
    trailers: status?.trailers ?? [],
    headers: steps.flatMap(({ action }) =>
      action.case === 'sendHeaders' ? action.value.metadata : [],
    ),
    messages: steps.flatMap(sent),
    events: [
      { step: 0, kind: EventKind.OPENED, ns: 0n },
      { step: -1, kind: EventKind.ENDED, ns: late ? timeout.seconds * 1_000_000_000n : 1_000_000n },
    ],
  });
}

/** What a client would have received of a step: ProbeResponse has its body in field 1. */
function sent({ action }: Step) {
  if (action.case !== 'send') return [];
  const { payload, count } = action.value;
  const { size = 0n, seed = 0 } = payload?.content.case === 'pattern' ? payload.content.value : {};
  const body = Buffer.from(Array.from({ length: Number(size) }, (_, at) => (seed + at) % 251));
  const encoded =
    body.length === 0 ? body : Buffer.concat([Buffer.of(0x0a, ...lengthOf(body)), body]);
  const message = {
    length: BigInt(encoded.length),
    sha256: createHash('sha256').update(encoded).digest('hex'),
    json:
      encoded.length > 16_384
        ? ''
        : JSON.stringify(body.length === 0 ? {} : { body: body.toString('base64') }),
  };
  return Array.from({ length: Math.min(count || 1, MOST) }, () => message);
}

function lengthOf({ length }: Buffer): number[] {
  const bytes: number[] = [];
  for (let rest = length; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
