import { create } from '@bufbuild/protobuf';
import { type Duration, durationMs } from '@bufbuild/protobuf/wkt';
import type { CasePlan } from '../contract/case.ts';
import {
  type CallPlan,
  CallPlanSchema,
  type Metadatum,
  type Payload,
  type ServerStatus,
  type Step,
} from '../contract/generated.ts';
import type { Act, Body, Field, Status } from './program.ts';
import { NotSmallError } from './program.ts';

/** Up to this size a body is written out in the programs; above it is zeros. */
const WRITTEN = 32;

/** A case's plan with all that it leaves out. */
export function readPlan(plan: CasePlan): CallPlan {
  return create(CallPlanSchema, plan);
}

/** One step as an act. What the harness would signal becomes a short wait. */
export function actOf({ action }: Step, signalled: Act): Act {
  switch (action.case) {
    case 'send': {
      if (action.value.compression) throw new NotSmallError('it compresses message by message');
      return { do: 'send', body: bodyOf(action.value.payload), count: action.value.count || 1 };
    }
    case 'receive':
      return { do: 'receive', count: action.value.count || 1 };
    case 'readHeaders':
      return { do: 'read-headers' };
    case 'halfClose':
      return { do: 'half-close' };
    case 'sleep':
    case 'pauseReading':
      return { do: 'sleep', ms: millis(action.value.duration) };
    case 'cancel':
      return { do: 'cancel' };
    case 'awaitSignal':
      return signalled;
    case 'drain':
      return { do: 'drain', background: action.value.background };
    case 'sendHeaders':
      return { do: 'send-headers', fields: action.value.metadata.map(fieldOf) };
    default:
      throw new NotSmallError('it has a step that is not known here');
  }
}

function millis(duration: Duration | undefined): number {
  return duration === undefined ? 0 : durationMs(duration);
}

/** What a message carries. */
export function bodyOf(payload: Payload | undefined): Body {
  const content = payload?.content;
  if (content?.case === 'encoded') return bytesBody(content.value);
  if (content?.case !== 'pattern') return { zeros: 0 };
  const { size, seed } = content.value;
  const length = Number(size);
  if (length > WRITTEN) return { zeros: length };
  return bytesBody(Uint8Array.from({ length }, (_, i) => (seed + i) % 251));
}

/** Bytes, written out where they are few. */
function bytesBody(bytes: Uint8Array): Body {
  if (bytes.length > WRITTEN || bytes.length === 0) return { zeros: bytes.length };
  return { hex: Buffer.from(bytes).toString('hex') };
}

/** A metadatum, binary ones in hexadecimal. */
export function fieldOf({ name, value }: Pick<Metadatum, 'name' | 'value'>): Field {
  const binary = name.toLowerCase().endsWith('-bin');
  return { name, binary, value: Buffer.from(value).toString(binary ? 'hex' : 'latin1') };
}

const DETAILS = 'grpc-status-details-bin';

/** A status; its details travel as the trailer that all libraries use for them. */
export function statusOf({ code, message, trailers, details }: ServerStatus): Status {
  const fields = trailers.map(fieldOf);
  if (details.length === 0) return { code, message, trailers: fields };
  const parts = details.map(({ typeUrl, value }) =>
    tagged(3, Buffer.concat([tagged(1, Buffer.from(typeUrl)), tagged(2, value)])),
  );
  const encoded = Buffer.concat([
    Buffer.from([8, code]),
    tagged(2, Buffer.from(message)),
    ...parts,
  ]);
  return { code, message, trailers: [...fields, fieldOf({ name: DETAILS, value: encoded })] };
}

/** A length-delimited field of Protocol Buffers. */
function tagged(number: number, content: Uint8Array): Buffer {
  const length: number[] = [];
  let rest = content.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), content]);
}
