import { createHash } from 'node:crypto';
import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  toBinary,
  toJsonString,
} from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { ExpectedMessage } from '../../contract/case.ts';
import { receivedText } from '../../judge/render.ts';
import { messageOf, REGISTRY } from '../../wire/methods.ts';

/** What the wire puts in fits into a window (RFC 9113, 6.9.2): in the place of a longer message comes a short one. */
const ROOM = 16_384;
const LONG = 4_096;

/**
 * Other messages of the same kind, as bytes: the recorded one but for a field, which a server may be asked by; then
 * short ones, all that there is of one that was not recorded whole. None of Empty.
 */
export function otherMessages(
  path: string,
  toServer: boolean,
  recorded: Uint8Array | undefined,
): Uint8Array[] {
  const schema = messageOf(path, toServer);
  const shorts = schema === undefined ? [] : [setOne(schema, -1), setOne(schema, 1)];
  const others = shorts.filter((short) => short !== undefined);
  if (recorded === undefined) return others;
  // What is set again replaces what was, and what repeats comes on top (encoding guide, "Last One Wins").
  const like =
    recorded.length > ROOM
      ? [withoutLong(recorded)]
      : others.map((short) => Buffer.concat([recorded, short]));
  return [...like, ...others];
}

/** A long message without its long fields: what else it says, a server may be asked by, goes on. */
function withoutLong(message: Uint8Array): Uint8Array {
  const reader = new BinaryReader(message);
  const kept: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const [number, type] = reader.tag();
    reader.skip(type, number);
    if (reader.pos - from < LONG) kept.push(message.subarray(from, reader.pos));
  }
  return Buffer.concat(kept);
}

/** Of an enum it is the value at this place: the expected one may be the last, or the second. */
function setOne(schema: DescMessage, at: number): Uint8Array | undefined {
  const message = create(schema);
  const one = reflect(schema, message);
  const done = schema.fields.some((field) => set(one, field, at));
  return done ? toBinary(schema, message) : undefined;
}

/** Sets a field of texts, bytes or 32-bit numbers: the services have no others at their top. */
function set(message: ReflectMessage, field: DescField, at: number): boolean {
  if (field.fieldKind === 'scalar') {
    const value = scalarValue(String(field.scalar));
    if (value === undefined) return false;
    message.set(field, value);
    return true;
  }
  if (field.fieldKind === 'list' && field.listKind === 'scalar') {
    message.get(field).add(99);
    return true;
  }
  if (field.fieldKind === 'enum') {
    message.set(field, field.enum.values.at(at)?.number ?? 1);
    return true;
  }
  return false;
}

/** By the scalar's number in descriptor.proto. */
function scalarValue(scalar: string): unknown {
  const values: Readonly<Record<string, unknown>> = {
    5: 99,
    9: 'tampered with',
    12: Uint8Array.of(0x74, 0x61, 0x6d, 0x70),
  };
  return values[scalar];
}

/** How the judge shows a message of these bytes that was wanted like this. */
export function shown(
  path: string,
  toServer: boolean,
  bytes: Uint8Array,
  wanted: ExpectedMessage | undefined,
): string {
  const schema = messageOf(path, toServer);
  if (schema === undefined) return '';
  const message = fromBinary(schema, bytes);
  const encoded = toBinary(schema, message);
  const byBytes = encoded.length > 16_384 || (wanted !== undefined && !('json' in wanted));
  return receivedText(wanted, {
    $typeName: 'crosswire.peer.v1.ReceivedMessage',
    length: BigInt(encoded.length),
    sha256: createHash('sha256').update(encoded).digest('hex'),
    json: byBytes ? '' : toJsonString(schema, message, { registry: REGISTRY }),
    firstBytes: encoded.subarray(0, 64),
  });
}
