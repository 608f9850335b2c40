/** Payload makes a message of a method's own class from what a plan says. */
import { create, type DescMessage, fromBinary, type Message } from '@bufbuild/protobuf';
import type { Pattern, Payload } from '../gen/crosswire/peer/v1/plan_pb.js';
import { ProbeRequestSchema, ProbeResponseSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { badPlan } from './errors.ts';

/** The prime makes a shifted or repeated block visible. */
const patternPeriod = 251;

/** messageOf makes the message; no payload is an empty one. */
export function messageOf(schema: DescMessage, payload: Payload | undefined): Message {
  switch (payload?.content.case) {
    case 'encoded':
      return decode(schema, payload.content.value);
    case 'pattern':
      return patterned(schema, payload.content.value);
    default:
      return create(schema);
  }
}

function decode(schema: DescMessage, bytes: Uint8Array): Message {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw badPlan(`unreadable payload for ${schema.typeName}: ${error}`);
  }
}

function patterned(schema: DescMessage, pattern: Pattern): Message {
  const body = patternBytes(pattern);
  if (schema === ProbeRequestSchema) return create(ProbeRequestSchema, { body });
  if (schema === ProbeResponseSchema) return create(ProbeResponseSchema, { body });
  throw badPlan(`a pattern is for messages of the Probe service, not for ${schema.typeName}`);
}

/** patternBytes is the body: byte i is (seed + i) mod 251. */
export function patternBytes({ size, seed }: Pick<Pattern, 'size' | 'seed'>): Uint8Array {
  const period = Buffer.from(
    Array.from({ length: patternPeriod }, (_, i) => (seed + i) % patternPeriod),
  );
  return new Uint8Array(Buffer.alloc(Number(size), period));
}
