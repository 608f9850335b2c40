/** Recorder keeps what happened to one call in this process: its events and its messages. */
import { hash } from 'node:crypto';
import {
  create,
  createRegistry,
  type DescFile,
  type DescMessage,
  type Message,
  type Registry,
  toBinary,
  toJsonString,
} from '@bufbuild/protobuf';
import {
  EventKind,
  type ReceivedMessage,
  ReceivedMessageSchema,
} from '../gen/crosswire/peer/v1/peer_pb.js';

const listedMessages = 1024;
const listedJsonBytes = 16_384;
const listedFirstBytes = 64;

/** NoStep is the index of what no step asked for. */
export const noStep = -1;

interface Happened {
  step: number;
  kind: EventKind;
  ns: bigint;
}

/** describeMessage is a message as an outcome or an observation shows it. */
export function describeMessage(
  schema: DescMessage,
  message: Message,
  bytes = toBinary(schema, message),
): ReceivedMessage {
  return create(ReceivedMessageSchema, {
    length: BigInt(bytes.length),
    sha256: hash('sha256', bytes, 'hex'),
    json: bytes.length > listedJsonBytes ? '' : asJson(schema, message),
    firstBytes: bytes.slice(0, listedFirstBytes),
  });
}

/** asJson is the library's own ProtoJSON; empty for what has none: an Any of an unknown type, a Value that is NaN. */
function asJson(schema: DescMessage, message: Message): string {
  try {
    return toJsonString(schema, message, { registry: typesBeside(schema.file) });
  } catch {
    return '';
  }
}

const registries = new Map<DescFile, Registry>();

/** typesBeside is what an Any may hold: the types of the message's own file, and of those that it imports. */
function typesBeside(file: DescFile): Registry {
  const known = registries.get(file) ?? createRegistry(file, ...file.dependencies);
  registries.set(file, known);
  return known;
}

export class Recorder {
  readonly events: Happened[] = [];
  readonly messages: ReceivedMessage[] = [];
  /** The step being played, to which events belong. */
  step = noStep;
  /** The step that takes messages: a receive, or a drain, also in the background. */
  reading = noStep;
  /** How many messages have come, listed or not. */
  received = 0;
  readonly #began = process.hrtime.bigint();

  event(kind: EventKind, step = this.step): void {
    this.events.push({ step, kind, ns: process.hrtime.bigint() - this.#began });
  }

  /** message notes one that came; describing it is put off where nobody will read it. */
  message(describe: () => ReceivedMessage): void {
    this.received += 1;
    this.event(EventKind.RECEIVED, this.reading);
    if (this.messages.length < listedMessages) this.messages.push(describe());
  }
}
