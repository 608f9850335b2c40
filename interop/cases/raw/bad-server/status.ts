import type { CodeName } from '../../../contract/code.ts';
import type { CaseInit } from '../../define.ts';
import { type Fields, wire } from '../script.ts';
import { badServer, EXPECTED, HEADERS, part } from './parts.ts';

const PARSED =
  'gRPC over HTTP/2, "Status": 1*DIGIT, a decimal integer without leading zeros; statuscodes.md: "Error parsing returned status" is UNKNOWN';

interface Odd {
  readonly id: string;
  readonly values: readonly string[];
  readonly code: CodeName | readonly CodeName[];
  readonly source?: string;
  readonly issue?: string;
}

const NOT_KNOWN =
  'statuscodes.md: a status of an error space that is not known here is UNKNOWN; "Error parsing returned status" is UNKNOWN';
const DOUBLED =
  'gRPC over HTTP/2, "Trailers": one Status. RFC 9110, 5.3: several lines mean "a, b", which is no Status, so UNKNOWN; or either of the two, but never OK of an error';

/** Values of grpc-status that the grammar doesn't have, or that no code has. */
const ODD: readonly Odd[] = [
  { id: 'abc', values: ['abc'], code: 'UNKNOWN', issue: 'grpc-go#8735' },
  { id: 'empty', values: [''], code: 'UNKNOWN' },
  { id: 'minus-one', values: ['-1'], code: 'UNKNOWN' },
  { id: 'decimal-point', values: ['1.0'], code: 'UNKNOWN' },
  { id: 'hexadecimal', values: ['0x5'], code: 'UNKNOWN' },
  { id: 'plus-zero', values: ['+0'], code: 'UNKNOWN' },
  { id: 'trailing-letters', values: ['0abc'], code: 'UNKNOWN' },
  { id: 'leading-zero', values: ['05'], code: ['UNKNOWN', 'NOT_FOUND'] },
  { id: 'huge', values: ['9'.repeat(100)], code: 'UNKNOWN' },
  { id: '17', values: ['17'], code: 'UNKNOWN', source: NOT_KNOWN },
  { id: '99', values: ['99'], code: 'UNKNOWN', source: NOT_KNOWN, issue: 'grpc#13321' },
  { id: '1111', values: ['1111'], code: 'UNKNOWN', source: NOT_KNOWN, issue: 'grpc#13321' },
  { id: '2-to-the-31', values: ['2147483648'], code: 'UNKNOWN', source: NOT_KNOWN },
  { id: '2-to-the-32', values: ['4294967296'], code: 'UNKNOWN', source: NOT_KNOWN },
  { id: 'doubled-ok', values: ['0', '0'], code: ['OK', 'UNKNOWN'], source: DOUBLED },
  { id: 'doubled-ok-error', values: ['0', '5'], code: ['UNKNOWN', 'NOT_FOUND'], source: DOUBLED },
  { id: 'doubled-error-ok', values: ['5', '0'], code: ['UNKNOWN', 'NOT_FOUND'], source: DOUBLED },
  {
    id: 'doubled-error',
    values: ['5', '7'],
    code: ['UNKNOWN', 'NOT_FOUND', 'PERMISSION_DENIED'],
    source: DOUBLED,
  },
];

function oddCases({ id, values, code, source = PARSED, issue }: Odd): readonly CaseInit[] {
  const status: Fields = values.map((value) => ['grpc-status', value]);
  const said = `grpc-status ${id.replaceAll('-', ' ')}`;
  const shared = { source, code, ...(issue === undefined ? {} : { issue }) };
  return [
    badServer({
      ...shared,
      id: `status/trailers/${id}`,
      title: `${said} in trailers is an error that the client names`,
      steps: [part.headers, part.message, wire.headers(status, { endStream: true })],
    }),
    badServer({
      ...shared,
      id: `status/trailers-only/${id}`,
      title: `${said} in a Trailers-Only response is an error that the client names`,
      steps: [wire.headers([...HEADERS, ...status], { endStream: true })],
      code: withoutOk(code),
    }),
  ];
}

/** Without a message, a unary call can't be OK (statuscodes.md, "Response cardinality violation"). */
function withoutOk(code: Odd['code']): readonly CodeName[] {
  return [code].flat().map((one) => (one === 'OK' ? 'UNIMPLEMENTED' : one));
}

const MISSING =
  'http-grpc-status-mapping.md: HTTP 200 without grpc-status is UNKNOWN, "because there should be a grpc-status in case of truly OK response"';
const CUT =
  'gRPC over HTTP/2, "Responses": the end of the stream is on the HEADERS that carry Trailers, else the framing is broken (INTERNAL); or there is no grpc-status (http-grpc-status-mapping.md: UNKNOWN)';

const MISSING_ONES: readonly CaseInit[] = [
  badServer({
    id: 'status/missing/trailers-without-it',
    title: 'Trailers without grpc-status are not OK',
    source: MISSING,
    issue: 'connect-es#1205',
    steps: [part.headers, part.message, wire.headers([['x-other', 'a']], { endStream: true })],
    code: 'UNKNOWN',
  }),
  badServer({
    id: 'status/missing/headers-that-end-the-stream',
    title: 'Headers with END_STREAM and without grpc-status are not OK',
    source: MISSING,
    steps: [wire.headers(HEADERS, { endStream: true })],
    code: 'UNKNOWN',
  }),
  badServer({
    id: 'status/missing/data-that-ends-the-stream',
    title: 'A message with END_STREAM, and no trailers after it, is not OK',
    source: CUT,
    issue: 'connect-go#279',
    steps: [part.headers, part.message, wire.data(new Uint8Array(), { endStream: true })],
    code: ['INTERNAL', 'UNKNOWN'],
  }),
  badServer({
    id: 'status/missing/stream-of-messages',
    title: 'A stream of messages that ends without trailers is not OK',
    source: CUT,
    kind: 'server-stream',
    steps: [
      part.headers,
      part.message,
      part.message,
      wire.data(new Uint8Array(), { endStream: true }),
    ],
    code: ['INTERNAL', 'UNKNOWN'],
    expect: { messages: [EXPECTED, EXPECTED] },
  }),
];

/** grpc-status that is missing, malformed, doubled or out of range. */
export const status: readonly CaseInit[] = [...ODD.flatMap(oddCases), ...MISSING_ONES];
