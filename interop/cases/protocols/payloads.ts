import type { Json } from '../../contract/case.ts';
import { Codec, Compression, Payloads } from '../../contract/generated.ts';
import { probe, repeat } from '../bytes.ts';
import { type CaseInit, pathOf, step } from '../define.ts';
import { type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { CONNECT, GRPC_WEB, ON_ANY_HTTP } from './kinds.ts';

const COMPRESSED = `${CONNECT}, "Content-Encoding" and "Streaming-Content-Encoding"; gRPC over HTTP/2, "Message-Encoding"`;
const JSON_CODEC = `${CONNECT}, "Message-Codec"; ${GRPC_WEB}, "Content-Type": application/grpc-web+json; Protocol Buffers "ProtoJSON Format"`;
/** More than any of HTTP/2's first windows. */
const LARGE = 256 * 1024;

/** A body there and a body back, three times where a kind has several. */
function exchanged(kind: Kind, size: number) {
  const [requests, responses] = [kind.manyRequests ? 3 : 1, kind.manyResponses ? 3 : 1];
  return {
    plan: probePlan(kind, [step.sendBody(size, 0, requests)], {
      steps: [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(size, 1, responses)],
    }),
    messages: repeat(responses, probe.response(size, 1)),
  };
}

function large(kind: Kind): CaseInit {
  const { plan, messages } = exchanged(kind, LARGE);
  return {
    id: `size/${kind.id}/large`,
    title: `Messages of 256 KiB go both ways in a ${kind.id} call`,
    source: `${CONNECT}, "Bare-Message" and "Enveloped-Message": lengths have 4 bytes`,
    tier: 'protocol',
    needs: needsOf(kind),
    plan,
    expect: { code: 'OK', messages, observed: { seen: true } },
  };
}

function compressed(kind: Kind, id: string, compression: Compression): CaseInit {
  const { plan, messages } = exchanged(kind, 2000);
  return {
    id: `compression/${kind.id}/${id}`,
    title: `Requests of a ${kind.id} call that are sent with ${id} are understood`,
    source: COMPRESSED,
    tier: 'protocol',
    needs: needsOf(kind, ...(compression === Compression.GZIP ? ['client.compression.gzip'] : [])),
    plan: { ...plan, compression },
    expect: { code: 'OK', messages, observed: { seen: true } },
  };
}

/** "must not attempt to decompress zero-length HTTP request content". */
function empty(kind: Kind): CaseInit {
  return {
    id: `compression/${kind.id}/empty`,
    title: `An empty message of a ${kind.id} call is one where messages are compressed, too`,
    source: COMPRESSED,
    tier: 'protocol',
    needs: needsOf(kind, 'client.compression.gzip'),
    plan: { method: kind.method, steps: [step.sendBody(0)], compression: Compression.GZIP },
    expect: { code: 'OK', messages: [probe.response(0)], observed: { seen: true } },
  };
}

function asJson(kind: Kind): CaseInit {
  const { plan, messages } = exchanged(kind, 300);
  return {
    id: `json/${kind.id}`,
    title: `A ${kind.id} call in JSON brings the same messages over as one in binary`,
    source: JSON_CODEC,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: { ...plan, codec: Codec.JSON },
    expect: { code: 'OK', messages, observed: { seen: true } },
  };
}

function errorInJson(kind: Kind): CaseInit {
  return {
    id: `json/${kind.id}-error`,
    title: `An error ends a ${kind.id} call in JSON as one in binary`,
    source: JSON_CODEC,
    tier: 'protocol',
    needs: needsOf(kind),
    plan: {
      ...probePlan(kind, [requests(kind, 1)], {
        ending: { case: 'status', value: { code: 9, message: 'nö' } },
      }),
      codec: Codec.JSON,
    },
    expect: {
      code: 'FAILED_PRECONDITION',
      message: 'nö',
      messages: [],
      observed: { seen: true },
    },
  };
}

/** Fields of Everything, with their encoding by hand: tag, then value. */
const CONTENTS: readonly (readonly [id: string, hex: string, json: Json])[] = [
  ['int64-ends', '20 80 80 80 80 80 80 80 80 80 01', { int64Value: '-9223372036854775808' }],
  ['uint64-ends', '30 ff ff ff ff ff ff ff ff ff 01', { uint64Value: '18446744073709551615' }],
  ['beyond-double', '20 81 80 80 80 80 80 80 10', { int64Value: '9007199254740993' }],
  ['not-a-number', '09 00 00 00 00 00 00 f8 7f', { doubleValue: 'NaN' }],
  ['minus-infinity', '09 00 00 00 00 00 00 f0 ff', { doubleValue: '-Infinity' }],
  ['bytes', '7a 04 fb ef ff fb', { bytesValue: '++//+w==' }],
  ['beyond-ascii', '72 04 f0 9f 98 88', { stringValue: '😈' }],
  ['enum', '80 01 02', { colour: 'COLOUR_GREEN' }],
  ['enum-without-a-name', '80 01 63', { colour: 99 }],
  ['present-and-zero', '98 01 00', { optionalInt32: 0 }],
  ['map', 'f2 01 06 0a 01 61 12 01 62', { textByText: { a: 'b' } }],
  ['timestamp', 'ca 02 04 08 01 10 01', { timestamp: '1970-01-01T00:00:01.000000001Z' }],
  ['duration', 'd2 02 02 08 03', { duration: '3s' }],
  ['struct', 'da 02 09 0a 07 0a 01 61 12 02 20 01', { struct: { a: true } }],
  ['field-mask', 'f2 02 05 0a 03 61 2e 62', { fieldMask: 'a.b' }],
  ['wrapped', 'b2 03 02 08 07', { wrappedInt32: 7 }],
  ['own-name', 'e0 03 05', { 'another-name': 5 }],
];

function content([id, hex, json]: (typeof CONTENTS)[number], codec: Codec): CaseInit {
  const name = codec === Codec.JSON ? 'json' : 'binary';
  const value = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const payload = { content: { case: 'encoded', value } } as const;
  const message = { json };
  return {
    id: `content/${name}/${id}`,
    title: `A message in ${name} with ${id} arrives, and comes back as it was`,
    source: JSON_CODEC,
    tier: 'protocol',
    needs: ['client.unary', 'server.unary'],
    plan: {
      method: pathOf(Payloads.method.echo),
      codec,
      steps: [{ action: { case: 'send', value: { payload } } }],
    },
    expect: { code: 'OK', messages: [message], observed: { seen: true, messages: [message] } },
  };
}

/** What messages are like, and how they are written. */
export const payloads: readonly CaseInit[] = [
  ...ON_ANY_HTTP.flatMap((kind) => [
    large(kind),
    compressed(kind, 'gzip', Compression.GZIP),
    compressed(kind, 'identity', Compression.IDENTITY),
    asJson(kind),
    errorInJson(kind),
  ]),
  ...ON_ANY_HTTP.filter((kind) => kind.id === 'unary').map(empty),
  ...CONTENTS.flatMap((one) => [content(one, Codec.PROTO), content(one, Codec.JSON)]),
];
