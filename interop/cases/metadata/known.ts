import { knownOf } from '../known-rows.ts';
import { OF_BYTES } from './known-bytes.ts';

/** What is known of metadata. */
export const OF_METADATA = knownOf(
  'metadata',
  OF_BYTES,
  {
    link: 'connect-go-says-unavailable-for-metadata-that-it-refuses',
    reason:
      'the connect-go client says UNAVAILABLE, which asks to try again, for metadata that net/http refuses to send; statuscodes.md: UNAVAILABLE is most likely a transient condition',
    rows: [
      {
        cases: [
          'invalid/request/carriage-return',
          'invalid/request/delete',
          'invalid/request/empty-name',
          'invalid/request/name-beyond-ascii',
          'invalid/request/name-with-a-colon',
          'invalid/request/name-with-a-space',
          'invalid/request/newline',
          'invalid/request/nul',
          'reserved/request/authority',
          'reserved/request/path',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: { code: 'UNAVAILABLE' },
      },
    ],
  },
  {
    link: 'a-colon-in-a-name-of-metadata',
    reason:
      'the grpc-js client takes a colon for a letter of names, and tries what Node refuses to send hundreds of times until the deadline; gRPC over HTTP/2, Header-Name has no colon',
    rows: [
      {
        cases: ['invalid/request/name-with-a-colon'],
        clients: ['ts-grpc-js'],
        servers: 'all',
        instead: { code: 'DEADLINE_EXCEEDED' },
      },
    ],
  },
  {
    link: 'a-colon-in-a-name-of-metadata',
    reason:
      'the grpc-js server takes a colon for a letter of names, and what Node then throws, as trailers are sent, nobody catches: a process ends unless it catches what nobody does, as the peer does, and the call is never answered; gRPC over HTTP/2, Header-Name has no colon',
    rows: [
      {
        cases: ['invalid/next-call/name-with-a-colon'],
        clients: 'all',
        servers: ['ts-grpc-js'],
        instead: { 'the call with it': 'DEADLINE_EXCEEDED' },
      },
    ],
  },
  {
    link: 'grpc-go-sends-a-content-length-given-as-metadata',
    reason:
      'the grpc-go client sends content-length as it is given, which makes the request malformed (RFC 9113, 8.1.1)',
    rows: [
      {
        cases: ['reserved/request/content-length'],
        clients: ['go-grpc'],
        servers: ['ts-grpc-js'],
        instead: {
          code: 'UNAVAILABLE',
          'observed.messages.count': '0',
          'observed.messages[0]': 'absent',
        },
      },
      {
        cases: ['reserved/request/content-length'],
        clients: ['go-grpc'],
        servers: ['ts-connect'],
        instead: { code: 'UNAVAILABLE' },
      },
    ],
  },
  {
    link: 'grpc-go-sends-a-content-length-given-as-metadata',
    reason:
      'the client on Node sends content-length as it is given, which makes the request malformed (RFC 9113, 8.1.1)',
    rows: [
      {
        cases: ['reserved/request/content-length'],
        clients: ['ts-grpc-js', 'ts-connect'],
        servers: ['ts-grpc-js'],
        instead: { 'observed.messages.count': '0', 'observed.messages[0]': 'absent' },
      },
    ],
  },
  {
    link: 'connect-node-sends-del-in-a-value',
    reason:
      'the connect-node client sends DEL, which servers not written in Go take; gRPC over HTTP/2, "Custom-Metadata": an ASCII-Value is of %x20-%x7E',
    rows: [
      {
        cases: ['invalid/request/delete'],
        clients: ['ts-connect'],
        servers: ['ts-grpc-js', 'ts-connect', 'python-grpcio', 'python-grpcio-aio'],
        instead: { code: 'OK', 'messages.count': '1', 'observed.seen': 'true' },
      },
    ],
  },
  {
    link: 'grpcio-takes-a-status-in-its-own-request-for-the-calls',
    reason:
      'the grpcio client that is given grpc-status as metadata of a request ends the call as OK without a response; statuscodes.md: a missing response is UNIMPLEMENTED',
    rows: [
      {
        cases: ['reserved/request/grpc-status'],
        clients: ['python-grpcio', 'python-grpcio-aio'],
        servers: 'all',
        instead: { 'messages[0]': 'absent' },
      },
    ],
  },
  {
    link: 'metadata-overwrite-the-status-of-a-grpc-js-server',
    reason:
      'the grpc-js server lets trailers of the handler overwrite its grpc-status; gRPC over HTTP/2, "Custom-Metadata": names that begin with grpc- are reserved',
    rows: [
      {
        cases: ['reserved/trailers/grpc-status'],
        clients: 'all',
        servers: ['ts-grpc-js'],
        instead: { code: 'NOT_FOUND' },
      },
    ],
  },
  {
    link: 'metadata-overwrite-the-status-of-a-grpc-js-server',
    reason:
      'the connect-node server sends the status of the handler beside its own, and the grpc-js client makes a number of both; gRPC over HTTP/2, "Custom-Metadata": names that begin with grpc- are reserved',
    rows: [
      {
        cases: ['reserved/trailers/grpc-status'],
        clients: ['ts-grpc-js'],
        servers: ['ts-connect'],
        instead: { code: 'CODE_-2147483648' },
      },
    ],
  },
);
