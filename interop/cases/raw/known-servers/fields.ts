import type { KnownDifference } from '../../../contract/known.ts';
import { ANSWERED, GRPCIO, inGroup, NODE, ofServer } from './of-server.ts';

/** Of header blocks that HTTP/2 forbids. */
export const OF_FIELDS: readonly KnownDifference[] = [
  ofServer(NODE, inGroup('fields', 'space-in-name', 'nul', 'newline', 'carriage-return'), {
    instead: ANSWERED,
    reason:
      'Node drops a field with forbidden characters and passes on the rest; RFC 9113, 8.2.1: the request "MUST be treated as malformed"',
    at: 'node-drops-malformed-fields-and-takes-the-request',
  }),
  ofServer(
    GRPCIO,
    inGroup(
      'fields',
      'nul',
      'newline',
      'carriage-return',
      'connection',
      'transfer-encoding',
      'pseudo-after-regular',
      'response-pseudo',
      'two-methods',
      'two-schemes',
      'two-paths',
    ),
    {
      instead: ANSWERED,
      reason:
        'the grpcio server takes header blocks that RFC 9113, 8.2 and 8.3 have treated as malformed (8.1.1: "MUST be treated as a stream error")',
      at: 'malformed-requests-that-are-answered',
    },
  ),
  ofServer([...GRPCIO, 'go-grpc'], ['fields/content-length'], {
    instead: { 'facts.reply': 'OK' },
    reason:
      'the server does not compare content-length with what comes; RFC 9113, 8.1.1: such a request is malformed',
    at: 'malformed-requests-that-are-answered',
  }),
  ofServer(['go-grpc'], inGroup('fields', 'no-scheme', 'te-gzip', 'transfer-encoding'), {
    instead: ANSWERED,
    reason:
      'the grpc-go server looks at neither :scheme nor te, and at no connection-specific field but connection; RFC 9113, 8.2.2 and 8.3.1: malformed',
    at: 'malformed-requests-that-are-answered',
  }),
  ofServer(GRPCIO, inGroup('fields', 'no-method', 'no-scheme', 'no-path', 'no-authority'), {
    instead: { 'facts.reply': 'RST_STREAM INTERNAL_ERROR' },
    reason:
      'the grpcio server resets a request that lacks something with INTERNAL_ERROR; RFC 9113, 8.1.1: a stream error of type PROTOCOL_ERROR',
    at: 'grpcio-resets-malformed-requests-with-internal_error',
  }),
  ...[
    { cases: ['te/missing'], due: { 'facts.reply': 'RST_STREAM PROTOCOL_ERROR' } },
    { cases: ['method/get', 'method/put'], due: { 'facts.reply': 'HTTP 405' } },
  ].map(({ cases, due }) =>
    ofServer(GRPCIO, cases, {
      instead: { 'facts.reply': 'RST_STREAM INTERNAL_ERROR' },
      due,
      reason:
        'the grpcio server resets a call without te, and one with GET or PUT, with INTERNAL_ERROR; RFC 9113, 7: that is "an unexpected internal error" of the server, and here it is the request that is wrong',
      at: 'grpcio-resets-malformed-requests-with-internal_error',
    }),
  ),
];
