import { entries, GRPCIO } from './entry.ts';

const PLACES = 'status/{trailers,trailers-only}';

/** grpc-status that is missing, malformed, doubled or out of range. */
export const STATUSES = [
  ...entries(
    'a-grpc-status-that-is-no-code-is-not-unknown',
    'the client makes INTERNAL of a grpc-status that it cannot parse, or that no code has; statuscodes.md has UNKNOWN for "Error parsing returned status"',
    [
      {
        clients: [...GRPCIO, 'ts-connect'],
        instead: { code: 'INTERNAL' },
        cases: `${PLACES}/{abc,minus-one,empty,hexadecimal,trailing-letters,huge,2-to-the-31,2-to-the-32}`,
      },
      { clients: GRPCIO, instead: { code: 'INTERNAL' }, cases: `${PLACES}/decimal-point` },
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        cases: `${PLACES}/{17,99,1111,plus-zero}`,
      },
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        due: { code: 'UNKNOWN' },
        cases: `${PLACES}/{doubled-ok-error,doubled-ok}`,
      },
      {
        clients: ['ts-connect'],
        instead: { code: 'INTERNAL' },
        cases: 'status/missing/{trailers-without-it,headers-that-end-the-stream}',
      },
      {
        clients: ['go-grpc'],
        instead: { code: 'INTERNAL' },
        cases: 'status/trailers-only/plus-zero',
      },
      {
        clients: ['go-grpc'],
        instead: { code: 'INTERNAL' },
        due: { code: 'UNKNOWN' },
        cases: 'status/trailers-only/{doubled-ok,doubled-error-ok}',
      },
    ],
  ),
  ...entries(
    'a-grpc-status-that-is-no-code-is-not-unknown',
    'the client hands out a number that is no code; statuscodes.md has UNKNOWN for a status of an error space that is not known',
    [
      {
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_17' },
        cases: `${PLACES}/17`,
      },
      {
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_99' },
        cases: `${PLACES}/99`,
      },
      {
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_1111' },
        cases: `${PLACES}/1111`,
      },
      {
        clients: ['ts-grpc-js', 'go-grpc'],
        instead: { code: 'CODE_-1' },
        cases: `${PLACES}/minus-one`,
      },
      {
        clients: ['go-connect'],
        instead: { code: 'CODE_-2147483648' },
        cases: `${PLACES}/2-to-the-31`,
      },
      {
        clients: ['ts-grpc-js'],
        instead: { code: 'CODE_-2147483648' },
        cases: `${PLACES}/{abc,huge,2-to-the-31,2-to-the-32,trailing-letters}`,
      },
      {
        clients: ['ts-grpc-js'],
        instead: { code: 'CODE_-2147483648' },
        due: { code: 'UNKNOWN' },
        cases: `${PLACES}/{doubled-ok,doubled-error,doubled-ok-error,doubled-error-ok}`,
      },
    ],
  ),
  ...entries(
    'a-grpc-status-that-is-no-code-is-not-unknown',
    'the client reads a grpc-status that the grammar does not have as a number, and so takes an error for success or for another error; gRPC over HTTP/2, "Status": 1*DIGIT',
    [
      {
        clients: ['ts-grpc-js', 'ts-connect'],
        instead: { code: 'CANCELLED' },
        cases: `${PLACES}/decimal-point`,
      },
      { clients: ['ts-grpc-js'], instead: { code: 'NOT_FOUND' }, cases: `${PLACES}/hexadecimal` },
      {
        clients: ['ts-grpc-js'],
        instead: { code: 'OK' },
        cases: 'status/trailers/{empty,plus-zero}',
      },
      {
        clients: ['ts-grpc-js'],
        instead: { code: 'UNIMPLEMENTED' },
        cases: 'status/trailers-only/{empty,plus-zero}',
      },
      { clients: GRPCIO, instead: { code: 'OK' }, cases: `${PLACES}/plus-zero` },
      { clients: ['go-grpc'], instead: { code: 'OK' }, cases: 'status/trailers/plus-zero' },
    ],
  ),
  ...entries(
    'one-of-two-grpc-status-is-believed',
    'the client believes one of two grpc-status lines, and takes an error for success; RFC 9110, 5.3: they mean "0, 5", which is no Status',
    [
      {
        clients: [...GRPCIO, 'go-grpc'],
        instead: { code: 'OK' },
        cases: 'status/trailers/doubled-error-ok',
      },
      {
        clients: GRPCIO,
        instead: { code: 'OK' },
        cases: 'status/trailers-only/{doubled-ok,doubled-error-ok}',
      },
      {
        clients: ['go-connect'],
        instead: { code: 'OK' },
        cases: 'status/trailers/doubled-ok-error',
      },
      {
        clients: ['go-connect'],
        instead: { code: 'UNIMPLEMENTED' },
        cases: 'status/trailers-only/doubled-ok-error',
      },
    ],
  ),
  ...entries(
    'grpcio-drops-messages-before-a-missing-status',
    'the client loses messages that came whole before the stream ended without a status; gRPC "Core concepts": the status comes after all messages',
    [
      {
        clients: GRPCIO,
        instead: { 'messages.count': '0', 'messages[0]': 'absent', 'messages[1]': 'absent' },
        cases: 'status/missing/stream-of-messages',
        sometimes: 'messages that have been handed out before the end is read arrive',
      },
      {
        clients: GRPCIO,
        instead: { 'messages.count': '1', 'messages[1]': 'absent' },
        cases: 'status/missing/stream-of-messages',
        sometimes: 'messages that have been handed out before the end is read arrive',
      },
    ],
  ),
  ...entries(
    'http-statuses',
    'the client has no place for HTTP 431 in its table; http-grpc-status-mapping.md: INTERNAL',
    [
      { clients: 'all', instead: { code: 'UNKNOWN' }, cases: 'http/html/431' },
      {
        clients: 'all',
        instead: { 'codes that are not as mapped': '431 UNKNOWN' },
        cases: 'http/400-to-499-{with,without}-body',
      },
    ],
  ),
  ...entries(
    'http-statuses',
    'the client does not look at the grpc-status of a response whose HTTP status is not 200; http-grpc-status-mapping.md: if provided, it must be used',
    [
      {
        clients: ['ts-connect'],
        instead: { code: 'UNAVAILABLE', message: '"HTTP 503"' },
        cases: 'http/grpc-status/trailers-only-503',
      },
      {
        clients: ['go-connect'],
        instead: { code: 'UNAVAILABLE', message: '"HTTP status 503 Service Unavailable"' },
        cases: 'http/grpc-status/trailers-only-503',
      },
    ],
  ),
  ...entries(
    'http-statuses',
    'the client takes neither the HTTP status nor the grpc-status beside it; http-grpc-status-mapping.md has UNAVAILABLE for 502',
    [{ clients: GRPCIO, instead: { code: 'UNKNOWN' }, cases: 'http/grpc-status/headers-of-html' }],
  ),
  ...entries(
    'grpcio-fails-a-call-on-an-informational-response',
    'the client takes a 1xx block for the response; http-grpc-status-mapping.md and RFC 9113, 8.1 have it skipped',
    [
      {
        clients: GRPCIO,
        instead: { code: 'UNKNOWN', 'messages.count': '0', 'messages[0]': 'absent' },
        cases: 'http/informational/{100,103,103-103-100}',
      },
    ],
  ),
  ...entries(
    'http-statuses',
    'an http.Client follows the redirect of a gRPC call; http-grpc-status-mapping.md has UNKNOWN for 302',
    [{ clients: ['go-connect'], instead: { code: 'UNAVAILABLE' }, cases: 'http/redirect' }],
  ),
  ...entries(
    'http-statuses',
    'the client reads a page of another content type as messages; http-grpc-status-mapping.md: 200 without grpc-status is UNKNOWN',
    [
      {
        clients: ['ts-grpc-js'],
        instead: { code: 'RESOURCE_EXHAUSTED' },
        cases: 'content-type/no-status/{absent,json,html}',
      },
      {
        clients: ['ts-connect'],
        instead: { code: 'INVALID_ARGUMENT' },
        cases: 'content-type/no-status/upper-case',
      },
      {
        clients: ['go-connect'],
        instead: { code: 'INTERNAL' },
        cases: 'content-type/error/custom',
      },
    ],
  ),
];
