import type { Direction } from '../../contract/generated.ts';
import { TYPE } from '../../contract/http2.ts';
import type { WireRecord } from '../../contract/wire.ts';
import { contentOf } from '../../wire/http2.ts';
import { inflated } from '../../wire/inflated.ts';
import { fieldOf, framesOf, TO_CLIENT, TO_SERVER } from './record.ts';
import { type Speech, speechOf, toProto } from './speech.ts';

export { TO_CLIENT, TO_SERVER };

/** The most that a compressed message may become, in bytes. */
const ROOM = 4 * 1024 * 1024;

/** The messages that went over in one direction of a call, in binary and without what goes before them. */
export function payloadsOf(record: WireRecord, direction: Direction): Uint8Array[] {
  const data = framesOf(record, direction).filter(({ type }) => type === TYPE.DATA);
  const all = Buffer.concat(data.map(contentOf));
  const speech = speechOf(record);
  const bodies = speech.bare
    ? bareOf(record, direction, all)
    : split(all, fieldOf(record, direction, encodingNames[speech.protocol]));
  return bodies.map((body) => toProto(speech, direction === TO_SERVER, body));
}

const encodingNames: Readonly<Record<Speech['protocol'], string>> = {
  grpc: 'grpc-encoding',
  'grpc-web': 'grpc-encoding',
  connect: 'connect-content-encoding',
};

/** A request's body is its message; a response's where the HTTP status is 200 (Connect, "Unary-Response"). */
function bareOf(record: WireRecord, direction: Direction, all: Buffer): Uint8Array[] {
  if (direction === TO_CLIENT && fieldOf(record, direction, ':status') !== '200') return [];
  const encoding = fieldOf(record, direction, 'content-encoding');
  return [encoding === '' || all.length === 0 ? all : plain(encoding, all)];
}

const plain = (encoding: string, body: Uint8Array) => inflated(encoding, body, ROOM).bytes ?? body;

/** The bit of an envelope's flags that says that it is compressed; with another one it is no message. */
const COMPRESSED = 1;

/** Cuts Length-Prefixed-Messages apart (gRPC over HTTP/2): a flag, a length, the message. */
function split(all: Buffer, encoding: string): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  for (let at = 0; at + 5 <= all.length; ) {
    const flags = all[at] ?? 0;
    const end = at + 5 + all.readUInt32BE(at + 1);
    if (end > all.length) break;
    const body = all.subarray(at + 5, end);
    if (flags <= COMPRESSED) payloads.push(flags === 0 ? body : plain(encoding, body));
    at = end;
  }
  return payloads;
}
