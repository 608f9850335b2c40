import type { CodeName } from '../../../contract/code.ts';
import type { CaseInit, ScenarioInit } from '../../define.ts';
import { type Fields, framed, type RawStep, wire } from '../script.ts';
import { ANSWER, answering, badServer, EXPECTED, MESSAGE, part, trailers } from './parts.ts';

const MAPPING = 'http-grpc-status-mapping.md';
const GIVEN = 'http-grpc-status-mapping.md: "If grpc-status was provided, it must be used"';

/** http-grpc-status-mapping.md; all other codes are UNKNOWN. */
const MAPPED: Readonly<Record<number, CodeName>> = {
  400: 'INTERNAL',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  429: 'UNAVAILABLE',
  431: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

const HTML = Buffer.from('<html><body><h1>An error</h1></body></html>\n');

function mapped(http: number): CodeName {
  return MAPPED[http] ?? 'UNKNOWN';
}

function httpHeaders(http: number, ...more: Fields): Fields {
  return [[':status', String(http)], ['content-type', 'text/html'], ...more];
}

function answer(http: number, body: boolean): readonly RawStep[] {
  return body
    ? [wire.headers(httpHeaders(http)), wire.data(HTML, { endStream: true })]
    : [wire.headers([[':status', String(http)]], { endStream: true })];
}

/** A hundred calls on one connection, the n-th answered with the n-th status. */
function hundred(from: number, body: boolean): ScenarioInit {
  const all = Array.from({ length: 100 }, (_, at) => from + at);
  const calls = all.map((http) => ({ steps: [...answering(answer(http, body))] }));
  return {
    id: `http/${from}-to-${from + 99}-${body ? 'with' : 'without'}-body`,
    title: `HTTP ${from} to ${from + 99} ${body ? 'with a body' : 'without a body'}, without grpc-status, get the mapped codes`,
    source: MAPPING,
    tier: 'raw-server',
    needs: ['client.unary'],
    services: [],
    scenario: async (stage) => {
      const server = await stage.raw([{ calls }]);
      const seen = await stage.client({ target: server.address }).calls(all.length);
      const wrong = all.flatMap((http, at) => {
        const code = seen[at]?.code ?? 'absent';
        return code === mapped(http) ? [] : [`${http} ${code}`];
      });
      stage.check('codes that are not as mapped', 'none', wrong.join(', ') || 'none');
    },
  };
}

const SINGLY = [400, 401, 403, 404, 408, 413, 415, 429, 431, 500, 501, 502, 503, 504];

function single(http: number): CaseInit {
  return badServer({
    id: `http/html/${http}`,
    title: `HTTP ${http} with a page of HTML is ${mapped(http)}`,
    source: MAPPING,
    issue: 'grpc-node#2722',
    steps: answer(http, true),
    code: mapped(http),
    expect: { messages: [] },
  });
}

const GRPC: Fields = [['content-type', 'application/grpc']];

const WITH_STATUS: readonly CaseInit[] = [
  badServer({
    id: 'http/grpc-status/trailers-only-503',
    title: 'grpc-status in a Trailers-Only response with HTTP 503 is used',
    source: GIVEN,
    steps: [
      wire.headers([[':status', '503'], ...GRPC, ...trailers('5', ['grpc-message', 'told'])], {
        endStream: true,
      }),
    ],
    code: 'NOT_FOUND',
    expect: { message: 'told' },
  }),
  badServer({
    id: 'http/grpc-status/trailers-after-404',
    title:
      'HTTP 404 and a page of HTML get the mapped code, though trailers with a grpc-status follow',
    source: `${MAPPING}; a page of HTML is not gRPC over HTTP/2, "Responses", and its headers, in which there is no grpc-status, give UNIMPLEMENTED`,
    steps: [
      wire.headers(httpHeaders(404)),
      wire.data(HTML),
      wire.headers(trailers('7'), { endStream: true }),
    ],
    code: 'UNIMPLEMENTED',
  }),
  badServer({
    id: 'http/grpc-status/headers-of-html',
    title:
      'HTTP 502 and a page of HTML get the mapped code, though a grpc-status is in the headers',
    source: `${MAPPING}; gRPC over HTTP/2, "Responses", has Status in Trailers, and these are none: it is not provided`,
    steps: [
      wire.headers(httpHeaders(502, ['grpc-status', '5'])),
      wire.data(HTML, { endStream: true }),
    ],
    code: 'UNAVAILABLE',
  }),
  badServer({
    id: 'http/redirect',
    title: 'HTTP 302 is UNKNOWN, and nobody is called behind it',
    source: MAPPING,
    steps: [
      wire.headers(
        [
          [':status', '302'],
          ['location', 'http://127.0.0.1:1/'],
        ],
        { endStream: true },
      ),
    ],
    code: 'UNKNOWN',
    observed: { facts: { calls: '1', connections: '1' } },
  }),
  badServer({
    id: 'http/no-content',
    title: 'HTTP 204 is UNKNOWN',
    source: MAPPING,
    steps: [wire.headers([[':status', '204']], { endStream: true })],
    code: 'UNKNOWN',
  }),
];

const INFORMATIONAL =
  'http-grpc-status-mapping.md: "1xx should have the entire header skipped and a subsequent header be read"; RFC 9113, 8.1';

function informational(...codes: readonly string[]): CaseInit {
  return badServer({
    id: `http/informational/${codes.join('-')}`,
    title: `HTTP ${codes.join(', ')} before the headers is skipped`,
    source: INFORMATIONAL,
    steps: [
      ...codes.map((code) =>
        wire.headers([
          [':status', code],
          ['x-early', 'a'],
        ]),
      ),
      ...ANSWER,
    ],
    code: 'OK',
    expect: { messages: [EXPECTED] },
  });
}

const TYPED =
  'gRPC over HTTP/2, "Responses": expect a variety of non-gRPC content-types, and synthesize a Status where Status is omitted; http-grpc-status-mapping.md: HTTP 200 without grpc-status is UNKNOWN, a grpc-status that is there must be used';

/** Where the page is read as messages: its framing is corrupt, or its first five bytes say a length beyond all limits. */
const AS_GRPC = ['UNKNOWN', 'INTERNAL', 'RESOURCE_EXHAUSTED'] as const;

/** Content types beside those of the grammar, before an answer that is otherwise good. */
const TYPES: readonly (readonly [id: string, type: string | undefined])[] = [
  ['absent', undefined],
  ['html', 'text/html'],
  ['json', 'application/json'],
  ['grpcfoo', 'application/grpcfoo'],
  ['web', 'application/grpc-web+proto'],
  ['custom', 'application/grpc+unknown'],
  ['charset', 'application/grpc;charset=utf-8'],
  ['upper-case', 'Application/GRPC+Proto'],
];

function typeFields(type: string | undefined): Fields {
  return [[':status', '200'], ...(type === undefined ? [] : ([['content-type', type]] as const))];
}

function contentTypes([id, type]: (typeof TYPES)[number]): readonly CaseInit[] {
  return [
    badServer({
      id: `content-type/answer/${id}`,
      title: `An answer of the content type ${type ?? 'that is absent'} is taken or is UNKNOWN`,
      source: TYPED,
      steps: [wire.headers(typeFields(type)), wire.data(framed(MESSAGE)), part.ok],
      code: id === 'custom' ? ['OK', 'UNKNOWN', 'INTERNAL'] : ['OK', 'UNKNOWN'],
    }),
    badServer({
      id: `content-type/no-status/${id}`,
      title: `HTTP 200 of the content type ${type ?? 'that is absent'} without a grpc-status is UNKNOWN`,
      source: TYPED,
      steps: [wire.headers(typeFields(type)), wire.data(HTML, { endStream: true })],
      code: /^application\/grpc/i.test(type ?? '') ? AS_GRPC : 'UNKNOWN',
    }),
    badServer({
      id: `content-type/error/${id}`,
      title: `An error of the content type ${type ?? 'that is absent'} is taken or is UNKNOWN`,
      source: TYPED,
      steps: [wire.headers([...typeFields(type), ...trailers('5')], { endStream: true })],
      code: ['NOT_FOUND', 'UNKNOWN'],
    }),
  ];
}

/** HTTP statuses and content types of those who don't speak gRPC. */
export const http: readonly (CaseInit | ScenarioInit)[] = [
  ...[400, 500].flatMap((from) => [hundred(from, false), hundred(from, true)]),
  ...SINGLY.map(single),
  ...WITH_STATUS,
  informational('100'),
  informational('103'),
  informational('103', '103', '100'),
  ...TYPES.flatMap(contentTypes),
];
