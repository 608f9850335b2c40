import type { KnownRows } from '../known-rows.ts';

/** Who can't read the metadata has no response either. */
const REFUSED = { code: 'INTERNAL', 'messages.count': '0', 'messages[0]': 'absent' } as const;

/** What comes of bytes under one name several times, by who joins them and who splits them. */
export const OF_BYTES: KnownRows = {
  link: 'joined-binary-metadata-is-not-split',
  reason:
    'Node joins values of one name with ", ", and the other side doesn\'t split them before it decodes; gRPC over HTTP/2: "Implementations must split Binary-Headers on \',\'"',
  rows: [
    {
      cases: ['value/duplicate-bytes/trailers-only'],
      clients: ['python-grpcio', 'python-grpcio-aio'],
      servers: ['ts-connect'],
      instead: {
        code: 'INTERNAL',
        message:
          '"Stream removed (Error parsing \'x-again-bin\' metadata: illegal base64 encoding)"',
        'trailers.x-again-bin': '""',
      },
    },
    {
      cases: ['value/duplicate-bytes/trailers-only'],
      clients: ['go-grpc'],
      servers: ['ts-connect'],
      instead: {
        code: 'INTERNAL',
        message: '"transport: malformed x-again-bin: illegal base64 data at input byte 2"',
        'trailers.x-again-bin': 'absent',
      },
    },
    {
      cases: ['value/duplicate-bytes/headers'],
      clients: ['python-grpcio', 'python-grpcio-aio'],
      servers: ['ts-connect'],
      instead: {
        ...REFUSED,
        'headers.x-again-bin': '""',
      },
    },
    {
      cases: ['value/duplicate-bytes/headers'],
      clients: ['go-grpc'],
      servers: ['ts-connect'],
      instead: {
        ...REFUSED,
        'headers.x-again-bin': 'absent',
      },
    },
    {
      cases: ['value/duplicate-bytes/headers'],
      clients: ['go-connect'],
      servers: ['ts-connect'],
      instead: { 'headers.x-again-bin': '"AA, /wA, AP8A"' },
    },
    {
      cases: ['value/duplicate-bytes'],
      clients: ['python-grpcio', 'python-grpcio-aio'],
      servers: ['ts-connect'],
      instead: {
        ...REFUSED,
        'trailers.t-x-again-bin': '""',
      },
    },
    {
      cases: ['value/duplicate-bytes'],
      clients: ['go-grpc'],
      servers: ['ts-connect'],
      instead: {
        ...REFUSED,
        'trailers.t-x-again-bin': 'absent',
      },
    },
    {
      cases: ['value/duplicate-bytes'],
      clients: ['ts-connect'],
      servers: ['python-grpcio', 'python-grpcio-aio', 'go-grpc'],
      instead: {
        ...REFUSED,
        'trailers.t-x-again-bin': 'absent',
        'observed.seen': 'false',
      },
    },
    {
      cases: ['value/duplicate-bytes'],
      clients: ['ts-connect'],
      servers: ['go-connect'],
      instead: { 'observed.metadata.x-again-bin': '"AA, /wA, AP8A"' },
    },
    {
      cases: ['value/duplicate-bytes'],
      clients: ['go-connect'],
      servers: ['ts-connect'],
      instead: { 'trailers.t-x-again-bin': '"AA, /wA, AP8A"' },
    },
    {
      cases: ['value/duplicate-bytes/trailers-only'],
      clients: ['go-connect'],
      servers: ['ts-connect'],
      instead: { 'trailers.x-again-bin': '"AA, /wA, AP8A"' },
    },
  ],
};
