import { deflateSync, gzipSync } from 'node:zlib';
import { Compression } from '../../contract/generated.ts';
import { field, pattern, probe } from '../bytes.ts';
import { type CaseInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';
import { bad, head, message } from '../raw/bad-client/request.ts';
import { badServer, HEADERS, part } from '../raw/bad-server/parts.ts';
import { type Fields, framed, wire } from '../raw/script.ts';
import { differently } from './differently.ts';
import { CODINGS, can, plainly } from './pairs.ts';

/** What really goes over, as a raw peer sees it: the Compressed-Flag of every message. */

const COMPRESSION = 'grpc/grpc doc/compression.md';
const BODY = 3_000;
const NOT_ASKED = `${COMPRESSION}, test case 1: "When a compression level is not specified for either the channel or the message, the default channel level none is considered: data MUST NOT be compressed"`;
const ASKED = `${COMPRESSION}, test case 3: "When a compression method (including no compression) is specified for an outgoing message, the message MUST be compressed accordingly"`;
const UNKNOWN = `${COMPRESSION}: "For every message a server is requested to compress using an algorithm it knows the client doesn't support (as indicated by the last grpc-accept-encoding header received from the client), it SHALL send the message uncompressed"`;
const DISABLED = `${COMPRESSION}, "Specific Disabling of Compression": "the next message MUST be sent uncompressed"`;

const ANSWER = [part.headers, part.message, part.ok];
const BIDI = KINDS[3] as Kind;

const ofClients: readonly CaseInit[] = [
  badServer({
    id: 'wire/client/not-asked',
    title: 'A client that is not told to compress sends its message plain',
    source: NOT_ASKED,
    steps: ANSWER,
    plan: { steps: [step.sendBody(BODY)] },
    code: 'OK',
    observed: { facts: { codings: 'plain' } },
  }),
  ...CODINGS.map(({ id, value }): CaseInit => {
    const coding = id === 'identity' ? 'plain' : id;
    const one = badServer({
      id: `wire/client/${id}`,
      title: `A client that is told to send in ${id} does so`,
      source: ASKED,
      steps: ANSWER,
      plan: { steps: [step.sendBody(BODY)], compression: value },
      code: 'OK',
      observed: { facts: { codings: coding } },
    });
    return { ...one, needs: [...(one.needs ?? []), ...can('client', id)] };
  }),
  {
    ...badServer({
      id: 'wire/client/mixed',
      title: 'A client that is told not to compress one message of three sends that one plain',
      source: DISABLED,
      kind: 'bidi-stream',
      steps: ANSWER,
      plan: {
        method: BIDI.method,
        steps: [step.sendBody(BODY, 1), plainly(BODY, 2), step.sendBody(BODY, 3)],
        compression: Compression.GZIP,
      },
      code: 'OK',
      observed: { facts: { codings: 'gzip, plain, gzip' } },
    }),
    needs: ['client.bidi-stream', ...can('client', 'gzip'), 'client.compress-per-message'],
  },
];

const [UNARY] = KINDS as readonly [Kind];

/** A call whose response is large, from a client that accepts these codings. */
function asks(
  accept: string | undefined,
  more: Partial<CaseInit> & { codings: string | readonly string[] },
) {
  const fields: Fields = accept === undefined ? [] : [['grpc-accept-encoding', accept]];
  return (id: string, title: string, source: string): CaseInit => {
    const { codings, needs = [], ...rest } = more;
    const base = bad({
      ...{ id: `wire/server/${id}`, title, source },
      fields: head({}, fields),
      payload: message({ steps: [step.sendBody(BODY)] }),
      reply: 'OK',
      facts: { codings },
      observed: { seen: true },
    });
    return { ...base, ...rest, needs: [...needsOf(UNARY).slice(1), 'client.raw', ...needs] };
  };
}

const compressing = (value: Compression) => ({ listen: { compression: value } });

const ofServers: readonly CaseInit[] = [
  asks('gzip', { codings: 'plain' })(
    'not-asked',
    'A server that is not told to compress answers plain, whatever the client accepts',
    NOT_ASKED,
  ),
  ...CODINGS.map(({ id, value }) =>
    asks('identity,deflate,gzip', {
      ...compressing(value),
      needs: can('server', id),
      codings: id === 'identity' ? 'plain' : id,
    })(id, `A server that is told to answer in ${id} does so for a client that accepts it`, ASKED),
  ),
  ...CODINGS.filter(({ id }) => id !== 'identity').flatMap(({ id, value }) =>
    [undefined, 'identity', 'nobody-has-this'].map((accept, at) =>
      asks(accept, { ...compressing(value), needs: can('server', id), codings: 'plain' })(
        `${id}-for-${['none', 'identity', 'unknown'][at]}`,
        `A server that is told to answer in ${id} doesn't for a client that accepts ${accept ?? 'nothing'}`,
        UNKNOWN,
      ),
    ),
  ),
  {
    ...bad({
      id: 'wire/server/mixed',
      title: 'A server that is told not to compress one message of three sends that one plain',
      source: DISABLED,
      kind: 'server-stream',
      fields: head({ ':path': KINDS[1]?.method }, [['grpc-accept-encoding', 'gzip']]),
      payload: message({
        steps: [step.sendBody(BODY, 1), plainly(BODY, 2), step.sendBody(BODY, 3)],
      }),
      reply: 'OK',
      facts: { codings: 'gzip, plain, gzip' },
      observed: { seen: true },
    }),
    ...compressing(Compression.GZIP),
    needs: [
      ...['client.raw', 'server.server-stream', 'server.compress-per-message'],
      ...can('server', 'gzip'),
    ],
  },
];

/** Gzip as it may be written (RFC 1952): in several members, with the name of a file, in stored blocks. */
function gzips(
  of: Uint8Array,
): readonly (readonly [id: string, what: string, bytes: Uint8Array])[] {
  const plain = gzipSync(of);
  const half = of.length >> 1;
  const named = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255]),
    Buffer.from('name\0'),
    plain.subarray(10),
  ]);
  return [
    [
      'two-members',
      'in two members',
      Buffer.concat([gzipSync(of.subarray(0, half)), gzipSync(of.subarray(half))]),
    ],
    ['file-name', 'with the name of a file', named],
    ['stored', 'whose blocks are stored', gzipSync(of, { level: 0 })],
  ];
}

const FORMAT =
  'gRPC over HTTP/2, "Message-Encoding": gzip; RFC 1952, 2.2: "A gzip file consists of a series of members", and 2.3.1: FNAME';

const REQUEST = field(2, pattern(BODY));
const RESPONSE = field(1, pattern(BODY));
const COMPRESSED: Fields = [['grpc-encoding', 'gzip']];

/** Servers that have a coding say so where they got it (compression.md, "MUST include said encoding"). */
const WITH_GZIP = ['deflate, gzip', 'deflate, gzip, identity'];

const understood: readonly CaseInit[] = [
  ...gzips(REQUEST).map(([id, what, bytes]) =>
    bad({
      id: `wire/server/gzip-${id}`,
      title: `A server understands gzip ${what}`,
      source: FORMAT,
      fields: head({}, COMPRESSED),
      payload: framed(bytes, { flag: 1 }),
      reply: 'OK',
      observed: { seen: true, messages: [probe.request(BODY)] },
    }),
  ),
  ...gzips(RESPONSE).map(([id, what, bytes]) =>
    badServer({
      id: `wire/client/gzip-${id}`,
      title: `A client understands gzip ${what}`,
      source: FORMAT,
      steps: [
        wire.headers([...HEADERS, ...COMPRESSED]),
        wire.data(framed(bytes, { flag: 1 })),
        part.ok,
      ],
      code: 'OK',
      expect: { messages: [probe.response(BODY)] },
    }),
  ),
  bad({
    id: 'wire/server/takes-deflate',
    title: 'A message in deflate is understood, which every server here has',
    source: `${COMPRESSION}: deflate is one of its algorithms; RFC 9110, 8.4.1.2: it is the format of zlib`,
    fields: head({}, [['grpc-encoding', 'deflate']]),
    payload: framed(deflateSync(REQUEST), { flag: 1 }),
    reply: 'OK',
    observed: { seen: true, messages: [probe.request(BODY)] },
  }),
  bad({
    id: 'wire/server/says-what-it-took',
    title: 'A server that has understood gzip says that it accepts it',
    source: `${COMPRESSION}: "if it receives a message compressed in an undisclosed but supported encoding, it MUST include said encoding in the response's grpc-accept-encoding header"`,
    fields: head({}, COMPRESSED),
    payload: framed(gzipSync(REQUEST), { flag: 1 }),
    reply: 'OK',
    facts: { encodings: WITH_GZIP },
    observed: { seen: true, messages: [probe.request(BODY)] },
  }),
  badServer({
    id: 'wire/client/flag-without-bytes',
    title: 'A compressed message of no bytes at all is no gzip: INTERNAL',
    source:
      'statuscodes.md: "Could not decompress, but compression algorithm supported" is INTERNAL; RFC 1952, 2.2: a member has a header and a trailer',
    steps: [
      wire.headers([...HEADERS, ...COMPRESSED]),
      wire.data(framed(new Uint8Array(), { flag: 1 })),
      part.ok,
    ],
    code: 'INTERNAL',
  }),
  bad({
    id: 'wire/server/flag-without-bytes',
    title: 'A compressed request of no bytes at all is no gzip: INTERNAL',
    source:
      'statuscodes.md: "Could not decompress, but compression algorithm supported" is INTERNAL; RFC 1952, 2.2: a member has a header and a trailer',
    fields: head({}, COMPRESSED),
    payload: framed(new Uint8Array(), { flag: 1 }),
    reply: 'INTERNAL',
    observed: { seen: 'either' },
  }),
];

/** What goes over the wire where something is compressed, or not. */
export const onTheWire: readonly CaseInit[] = [
  ...ofClients,
  ...ofServers,
  ...differently,
  ...understood,
];
