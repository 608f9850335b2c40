import { fromBinary, fromJsonString, toBinary, toJsonString } from '@bufbuild/protobuf';
import { Block, type Direction } from '../../contract/generated.ts';
import type { TamperingInit, WireRecord } from '../../contract/wire.ts';
import { messageOf, REGISTRY } from '../../wire/methods.ts';
import { fieldOf, TO_SERVER } from './record.ts';

/** A Speech is how a call is written on the wire, as its request says. */
export interface Speech {
  readonly path: string;
  readonly protocol: 'grpc' | 'grpc-web' | 'connect';
  /** A message is the body, without anything before it (Connect, "Bare-Message"). */
  readonly bare: boolean;
  readonly json: boolean;
}

/** By the content type (PROTOCOL-WEB.md; Connect Protocol Reference, "Content-Type"). */
export function speechOf(record: WireRecord): Speech {
  const type = fieldOf(record, TO_SERVER, 'content-type');
  const bare = /^application\/(proto|json)\b/.test(type);
  const ofConnect = bare || type.startsWith('application/connect+');
  return {
    path: fieldOf(record, TO_SERVER, ':path'),
    protocol: ofConnect ? 'connect' : type.startsWith('application/grpc-web') ? 'grpc-web' : 'grpc',
    bare,
    json: /[+/]json\b/.test(type),
  };
}

/** A message as it is in binary; what is no JSON stays as it is, whatever its content type says. */
export function toProto({ path, json }: Speech, toServer: boolean, body: Uint8Array): Uint8Array {
  const schema = json ? messageOf(path, toServer) : undefined;
  if (schema === undefined) return body;
  const text = Buffer.from(body).toString('utf8');
  try {
    return toBinary(schema, fromJsonString(schema, text, { registry: REGISTRY }));
  } catch {
    return body;
  }
}

function toSpoken({ path, json }: Speech, toServer: boolean, binary: Uint8Array): Uint8Array {
  const schema = json ? messageOf(path, toServer) : undefined;
  if (schema === undefined) return binary;
  return Buffer.from(toJsonString(schema, fromBinary(schema, binary), { registry: REGISTRY }));
}

/** What a recipe says in gRPC's words, in those of the call: its codec, and its name for a timeout. */
export function spoken(speech: Speech, tampering: TamperingInit): TamperingInit {
  const { change } = tampering;
  switch (change?.case) {
    case 'replaceMessage':
    case 'insertMessage':
      return { change: { ...change, value: withPayload(speech, change.value) } };
    case 'setField':
    case 'removeField':
      return speech.protocol === 'connect' && isTimeout(change.value)
        ? { change: { ...change, value: { ...change.value, ...timeoutOf(change.value) } } }
        : tampering;
    default:
      return tampering;
  }
}

interface MessageInit {
  readonly direction?: Direction;
  readonly payload?: Uint8Array;
}

function withPayload<T extends MessageInit>(speech: Speech, message: T): T {
  const { direction, payload = new Uint8Array() } = message;
  return { ...message, payload: toSpoken(speech, direction === TO_SERVER, payload) };
}

interface FieldInit {
  readonly block?: Block;
  readonly name?: string;
  readonly value?: Uint8Array;
}

const isTimeout = ({ block, name }: FieldInit) =>
  block === Block.REQUEST && name === 'grpc-timeout';

const UNITS_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1 };

/** Gives a TimeoutValue and its unit in milliseconds (Connect Protocol Reference, "Timeout-Milliseconds"). */
function timeoutOf({ value = new Uint8Array() }: FieldInit): FieldInit {
  const text = Buffer.from(value).toString('latin1');
  const ms = Number.parseInt(text, 10) * (UNITS_MS[text.slice(-1)] ?? Number.NaN);
  return {
    name: 'connect-timeout-ms',
    value: text === '' ? value : Buffer.from(String(ms)),
  };
}
