import { knownOf } from '../known-rows.ts';

/** What is known of statuses. */
export const OF_STATUS = knownOf(
  'status',
  {
    link: 'one-status-that-is-no-code-spoils-the-connection-of-a-grpcio-client',
    reason:
      'after one grpc-status that it can\'t parse the grpcio client can\'t read any status on that connection that HPACK names by that entry; gRPC over HTTP/2, "Responses": a status is that of its own stream',
    rows: [
      {
        cases: ['no-code/others-after-minus-one'],
        clients: ['python-grpcio', 'python-grpcio-aio'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { 'after 2': 'INTERNAL', 'after 3': 'INTERNAL' },
      },
    ],
  },
  {
    link: 'a-grpc-status-that-is-no-code-is-not-unknown',
    reason:
      'the server sends the number, and the client hands it out, or makes INTERNAL of it; statuscodes.md has UNKNOWN for a status of an error space that is not known',
    rows: [
      {
        cases: ['bidi-stream/no-code/minus-one', 'unary/no-code/minus-one'],
        clients: ['ts-grpc-js', 'go-grpc'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-connect'],
        instead: { code: 'CODE_-1' },
      },
      {
        cases: ['bidi-stream/no-code/minus-one', 'unary/no-code/minus-one'],
        clients: ['go-connect'],
        servers: ['go-grpc'],
        instead: { code: 'CODE_-1' },
      },
      {
        cases: ['bidi-stream/no-code/minus-one', 'unary/no-code/minus-one'],
        clients: ['ts-grpc-js'],
        servers: ['go-grpc'],
        instead: { code: 'CODE_-2147483648' },
      },
      {
        cases: ['bidi-stream/no-code/1111', 'unary/no-code/1111'],
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_1111' },
      },
      {
        cases: ['bidi-stream/no-code/17', 'unary/no-code/17'],
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_17' },
      },
      {
        cases: ['bidi-stream/no-code/99', 'unary/no-code/99'],
        clients: ['ts-grpc-js', 'go-grpc', 'go-connect'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { code: 'CODE_99' },
      },
      {
        cases: ['bidi-stream/no-code/minus-one', 'unary/no-code/minus-one'],
        clients: ['ts-connect', 'python-grpcio', 'python-grpcio-aio'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { code: 'INTERNAL' },
      },
      {
        cases: [
          'bidi-stream/no-code/1111',
          'bidi-stream/no-code/17',
          'bidi-stream/no-code/99',
          'unary/no-code/1111',
          'unary/no-code/17',
          'unary/no-code/99',
        ],
        clients: ['ts-connect'],
        servers: ['ts-grpc-js', 'ts-connect', 'go-grpc', 'go-connect'],
        instead: { code: 'INTERNAL' },
      },
    ],
  },
  {
    link: 'connect-takes-the-code-of-the-details',
    reason:
      'the client takes code and message out of grpc-status-details-bin; gRPC over HTTP/2, "Status-Details": the code in it must not contradict the Status, and the consumer must verify that',
    rows: [
      {
        cases: [
          'details/contradiction/trailers-only/other-code',
          'details/contradiction/trailers-only/other-code-and-message',
          'details/contradiction/trailers/other-code',
          'details/contradiction/trailers/other-code-and-message',
        ],
        clients: ['ts-connect', 'go-connect'],
        servers: ['raw'],
        instead: { code: 'NOT_FOUND' },
      },
      {
        cases: [
          'details/contradiction/trailers-only/code-ok',
          'details/contradiction/trailers/code-ok',
        ],
        clients: ['go-connect'],
        servers: ['raw'],
        instead: { code: 'OK' },
      },
      {
        cases: ['details/contradiction/trailers/code-ok'],
        clients: ['ts-connect'],
        servers: ['raw'],
        instead: { code: 'UNIMPLEMENTED' },
      },
    ],
  },
  {
    link: 'smaller-ones',
    reason:
      'the connect-go client shows the name of a detail, and not the type URL that was sent; google.protobuf.Any wants the URL, with its prefix',
    rows: [
      {
        cases: [
          'details/bidi-stream/bad-request',
          'details/server-stream/bad-request',
          'details/unary/bad-request',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: {
          details:
            'google.rpc.BadRequest 0x0a280a09757365722e6e616d65121b697320746f6f206c6f6e673a206772c3b6c39f657220616c7320380a170a08757365722e616765120b6973206e65676174697665',
        },
      },
      {
        cases: [
          'details/bidi-stream/several',
          'details/server-stream/several',
          'details/unary/several',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: {
          details:
            'google.rpc.BadRequest 0x0a280a09757365722e6e616d65121b697320746f6f206c6f6e673a206772c3b6c39f657220616c7320380a170a08757365722e616765120b6973206e65676174697665, google.rpc.ErrorInfo 0x0a0551554f5441120e63726f7373776972652e746573741a0b0a056c696d697412023130, google.rpc.RetryInfo 0x0a08085a1080cab5ee01, google.rpc.ErrorInfo 0x0a0551554f5441120e63726f7373776972652e746573741a0b0a056c696d697412023130',
        },
      },
      {
        cases: [
          'details/bidi-stream/empty-value',
          'details/server-stream/empty-value',
          'details/unary/empty-value',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: { details: 'google.rpc.DebugInfo 0x' },
      },
      {
        cases: [
          'details/bidi-stream/error-info',
          'details/server-stream/error-info',
          'details/unary/error-info',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: {
          details:
            'google.rpc.ErrorInfo 0x0a0551554f5441120e63726f7373776972652e746573741a0b0a056c696d697412023130',
        },
      },
      {
        cases: [
          'details/bidi-stream/retry-info',
          'details/server-stream/retry-info',
          'details/unary/retry-info',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: { details: 'google.rpc.RetryInfo 0x0a08085a1080cab5ee01' },
      },
      {
        cases: [
          'details/bidi-stream/unknown-type',
          'details/server-stream/unknown-type',
          'details/unary/unknown-type',
        ],
        clients: ['go-connect'],
        servers: 'all',
        instead: { details: 'not.known.Here 0x08011201ff' },
      },
    ],
  },
  {
    link: 'smaller-ones',
    reason:
      'connect-node knows a detail by the name of its type, and makes a type URL of type.googleapis.com of it; google.protobuf.Any wants the URL, with its prefix',
    rows: [
      {
        cases: [
          'details/bidi-stream/unknown-type',
          'details/server-stream/unknown-type',
          'details/unary/unknown-type',
        ],
        clients: ['ts-connect'],
        servers: ['ts-grpc-js', 'python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        instead: { details: 'type.googleapis.com/not.known.Here 0x08011201ff' },
      },
      {
        cases: [
          'details/bidi-stream/unknown-type',
          'details/server-stream/unknown-type',
          'details/unary/unknown-type',
        ],
        clients: ['ts-grpc-js', 'ts-connect', 'python-grpcio', 'python-grpcio-aio', 'go-grpc'],
        servers: ['ts-connect'],
        instead: { details: 'type.googleapis.com/not.known.Here 0x08011201ff' },
      },
    ],
  },
);
