import { createHash } from 'node:crypto';
import type { ExpectedMessage, Json } from '../../contract/case.ts';
import { Payloads } from '../../contract/generated.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { field, varint } from '../bytes.ts';
import { type CaseInit, pathOf } from '../define.ts';

/** Messages with every kind of field, sent to a server that decodes them and encodes them again. */

export const ECHO = pathOf(Payloads.method.echo);
export const ENCODING = 'Protocol Buffers "Encoding"';
export const PROTOJSON = 'Protocol Buffers "ProtoJSON Format"';

/** A message, as a person writes it down. */
export interface Content {
  readonly id: string;
  readonly title: string;
  /** Its encoding, in hex: tag and value of each field. */
  readonly bytes: string | Uint8Array;
  /** Its ProtoJSON; left out where there is none, or only the bytes are the matter. */
  readonly json?: Json;
  /** Fields whose ProtoJSON may be written in several ways: their bytes tell. */
  readonly without?: readonly string[];
  /** How it is encoded again: any way, where fields may be in any order. */
  readonly again?: 'any';
  /** What decides, beside the encoding and its JSON. */
  readonly source?: string;
  readonly issue?: string;
  readonly tier?: Tier;
}

/** Bytes written in hex, with blanks as one likes. */
export function hex(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text.replaceAll(/\s/g, ''), 'hex') : text;
}

/** How the message must look once a library has decoded it. */
export function understood({ bytes, json, without, again }: Content): ExpectedMessage {
  const encoded = hex(bytes);
  if (json === undefined) {
    const sha256 = createHash('sha256').update(encoded).digest('hex');
    return { length: encoded.length, sha256 };
  }
  return {
    json,
    ...(without === undefined ? {} : { without }),
    ...(again === 'any' ? {} : { encoded }),
  };
}

/** The server understands it as it was meant, and so does the client when it comes back. */
export function echo(content: Content): CaseInit {
  const { id, title, bytes, source = `${ENCODING}; ${PROTOJSON}`, issue, tier } = content;
  const payload = { content: { case: 'encoded', value: hex(bytes) } } as const;
  const message = understood(content);
  return {
    id,
    title: `${title}: it arrives, and comes back as it was`,
    source,
    tier: tier ?? 'pairs',
    needs: ['client.unary', 'server.unary'],
    plan: { method: ECHO, steps: [{ action: { case: 'send', value: { payload } } }] },
    expect: { code: 'OK', messages: [message], observed: { seen: true, messages: [message] } },
    ...(issue === undefined ? {} : { issue }),
  };
}

/** A field of wire type 0: its tag, and a value as its varint. */
export function number(tag: number, value: number): Buffer {
  return Buffer.concat([varint(tag * 8), varint(value)]);
}

/** A message so deep in itself. */
export function nested(tag: number, depth: number, innermost: Uint8Array): Uint8Array {
  let message = innermost;
  for (let i = 0; i < depth; i++) message = field(tag, message);
  return message;
}
