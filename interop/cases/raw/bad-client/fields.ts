import { AUTHORITY } from '../../../contract/raw.ts';
import type { CaseInit } from '../../define.ts';
import type { Fields } from '../script.ts';
import { bad, EITHER, head, MALFORMED, PATHS, SEEN, UNSEEN } from './request.ts';

/** Header blocks that HTTP/2 forbids, or leaves to the server. */

function malformed(
  id: string,
  title: string,
  section: string,
  fields: Fields,
  reply: readonly string[] = MALFORMED,
): CaseInit {
  return bad({
    id: `fields/${id}`,
    title: `${title} makes a request malformed`,
    source: `RFC 9113, ${section}; 8.1.1: PROTOCOL_ERROR on the stream, an HTTP response MAY come before`,
    fields,
    reply,
    observed: UNSEEN,
  });
}

const PSEUDO = '8.3.1: exactly one valid value each of :method, :scheme and :path';
const CONNECTION = '8.2.2: connection-specific fields MUST be treated as malformed';

/** The HTTP response that may come before is what the field is missing for: no such method, no such path. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  ':method': ['HTTP 405 INTERNAL', 'RST_STREAM PROTOCOL_ERROR'],
  ':path': ['UNIMPLEMENTED', 'RST_STREAM PROTOCOL_ERROR'],
};

/** Answered, or refused with an HTTP response or without. */
const LEFT_OPEN = ['OK', 'HTTP 400 INTERNAL', 'RST_STREAM PROTOCOL_ERROR'];

const mandatory = [':method', ':scheme', ':path'].flatMap((name) => {
  const word = name.slice(1);
  return [
    malformed(
      `no-${word}`,
      `A missing ${name}`,
      PSEUDO,
      head({ [name]: undefined }),
      WITHOUT[name],
    ),
    malformed(`two-${word}s`, `A second ${name}`, PSEUDO, twice(name)),
  ];
});

function twice(name: string): Fields {
  return head().flatMap((field) => (field[0] === name ? [field, field] : [field]));
}

const authority = [
  bad({
    id: 'fields/host-alone',
    title: 'A request with host instead of :authority is answered',
    source: 'RFC 9113, 8.3.1: either :authority or Host; gRPC over HTTP/2: [Authority] is optional',
    fields: head({ ':authority': undefined }, [['host', AUTHORITY]]),
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'fields/no-authority',
    title: 'A request with neither :authority nor host is answered, or malformed',
    source:
      'gRPC over HTTP/2: [Authority] is optional; RFC 9113, 8.3.1: http "MUST contain either an :authority pseudo-header field or a Host header field"',
    fields: head({ ':authority': undefined }),
    reply: LEFT_OPEN,
    observed: EITHER,
  }),
  bad({
    id: 'fields/other-host',
    title: 'A host other than :authority is passed over, or malformed',
    source: 'RFC 9113, 8.3.1: "SHOULD treat a request as malformed"',
    fields: head({}, [['host', 'elsewhere.example:1']]),
    reply: LEFT_OPEN,
    observed: EITHER,
  }),
];

const forbidden = [
  malformed('pseudo-after-regular', 'A pseudo-header behind a field', '8.3', [
    ...head({ ':path': undefined }),
    [':path', PATHS.unary],
  ]),
  malformed('unknown-pseudo', 'An unknown pseudo-header', '8.3', [[':nothing', 'x'], ...head()]),
  malformed('response-pseudo', 'A :status', '8.3', [[':status', '200'], ...head()]),
  malformed('upper-case', 'A name in upper case', '8.2.1', head({}, [['X-Upper', 'a']])),
  malformed(
    'duplicate-in-other-case',
    'A name that is there again in upper case',
    '8.2.1',
    head({}, [
      ['x-many', 'one'],
      ['X-Many', 'two'],
    ]),
  ),
  malformed('space-in-name', 'A space in a name', '8.2.1', head({}, [['x y', 'a']])),
  malformed('nul', 'NUL in a value', '8.2.1', head({}, [['x-nul', 'a\0b']])),
  malformed('newline', 'A newline in a value', '8.2.1', head({}, [['x-line', 'a\nb: c']])),
  malformed('carriage-return', 'CR in a value', '8.2.1', head({}, [['x-line', 'a\rb']])),
  malformed('connection', 'A connection field', CONNECTION, head({}, [['connection', 'close']])),
  malformed(
    'transfer-encoding',
    'A transfer-encoding field',
    CONNECTION,
    head({}, [['transfer-encoding', 'chunked']]),
  ),
  malformed(
    'te-gzip',
    'A te other than trailers',
    '8.2.2: te "MUST NOT contain any value other than "trailers""',
    head({ te: 'gzip' }),
  ),
  bad({
    id: 'fields/content-length',
    title: 'A content-length other than what comes makes a request malformed',
    source: 'RFC 9113, 8.1.1: malformed if it does not equal the sum of the DATA frames',
    fields: head({}, [['content-length', '1000']]),
    reply: MALFORMED,
    observed: EITHER,
  }),
];

/** Fields of the request that RFC 9113 has a word on. */
export const fields: readonly CaseInit[] = [...mandatory, ...authority, ...forbidden];
