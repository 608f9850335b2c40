import type { CaseInit } from '../../define.ts';
import { type Fields, wire } from '../script.ts';
import { ANSWER, badServer, HEADERS, part, REFUSED, trailers } from './parts.ts';

const MALFORMED = 'RFC 9113, 8.1.1: "Clients MUST NOT accept a malformed response"';

/** A response with something in its first block that makes it malformed, and the section that says so. */
const MALFORMED_HEADERS: readonly (readonly [id: string, section: string, fields: Fields])[] = [
  ['upper-case-name', '8.2.1', [...HEADERS, ['X-Upper', 'a']]],
  ['space-in-name', '8.2.1', [...HEADERS, ['x other', 'a']]],
  ['line-feed-in-value', '8.2.1', [...HEADERS, ['x-other', 'a\nb']]],
  ['connection', '8.2.2', [...HEADERS, ['connection', 'close']]],
  ['transfer-encoding', '8.2.2', [...HEADERS, ['transfer-encoding', 'chunked']]],
  ['keep-alive', '8.2.2', [...HEADERS, ['keep-alive', 'timeout=5']]],
  ['no-http-status', '8.3.2', HEADERS.slice(1)],
  ['http-status-twice', '8.3', [[':status', '200'], ...HEADERS]],
  ['http-status-junk', '8.3.2', [[':status', 'abc'], ...HEADERS.slice(1)]],
  ['http-status-empty', '8.3.2', [[':status', ''], ...HEADERS.slice(1)]],
  ['http-status-behind', '8.3', [...HEADERS.slice(1), [':status', '200']]],
  ['unknown-pseudo', '8.3', [[':status', '200'], [':other', 'a'], ...HEADERS.slice(1)]],
  ['request-pseudo', '8.3', [[':status', '200'], [':path', '/'], ...HEADERS.slice(1)]],
  ['empty-block', '8.3.2', []],
];

function malformed([id, section, fields]: (typeof MALFORMED_HEADERS)[number]): CaseInit {
  return badServer({
    id: `headers/malformed/${id}`,
    title: `A response is not accepted whose headers are malformed: ${id.replaceAll('-', ' ')}`,
    source: `${MALFORMED}; ${section} makes it so`,
    steps: [wire.headers(fields), part.message, part.ok],
    code: REFUSED,
  });
}

const MALFORMED_ORDER: readonly CaseInit[] = [
  badServer({
    id: 'headers/malformed/pseudo-in-trailers',
    title: 'A response is not accepted whose trailers have :status',
    source: `${MALFORMED}; 8.3: pseudo-header fields MUST NOT appear in a trailer section`,
    steps: [
      part.headers,
      part.message,
      wire.headers([[':status', '200'], ...trailers('0')], { endStream: true }),
    ],
    code: REFUSED,
  }),
  badServer({
    id: 'headers/malformed/trailers-that-do-not-end-it',
    title: 'A response is not accepted whose second header block does not end the stream',
    source: `${MALFORMED}; 8.1: HEADERS without END_STREAM after the final status code makes it so`,
    steps: [part.headers, part.message, wire.headers(trailers('0'))],
    code: REFUSED,
  }),
  badServer({
    id: 'headers/malformed/headers-after-headers',
    title: 'A response is not accepted that has its headers twice',
    source: `${MALFORMED}; 8.1: HEADERS without END_STREAM after the final status code makes it so`,
    steps: [part.headers, ...ANSWER],
    code: REFUSED,
  }),
  badServer({
    id: 'headers/malformed/data-before-headers',
    title: 'A response is not accepted that begins with DATA',
    source: `${MALFORMED}; 8.1: a message begins with its header section`,
    steps: [part.message, part.headers, part.ok],
    code: REFUSED,
  }),
  badServer({
    id: 'headers/malformed/content-length',
    title: 'A response is not accepted whose content-length is not that of its DATA',
    source: `${MALFORMED}; 8.1.1: a content-length that differs from the sum of the DATA makes it so`,
    steps: [wire.headers([...HEADERS, ['content-length', '3']]), part.message, part.ok],
    code: REFUSED,
  }),
  badServer({
    id: 'headers/malformed/end-stream-on-informational',
    title: 'A response is not accepted that ends with HTTP 100',
    source: `${MALFORMED}; 8.1: HEADERS with END_STREAM and an informational status code makes it so`,
    steps: [wire.headers([[':status', '100']], { endStream: true })],
    code: REFUSED,
  }),
];

/** Responses that RFC 9113 has a client refuse. */
export const malformedBlocks: readonly CaseInit[] = [
  ...MALFORMED_HEADERS.map(malformed),
  ...MALFORMED_ORDER,
];
