import { type KnownRow, knownOf } from '../known-rows.ts';

const KINDS = ['unary', 'server-stream', 'client-stream', 'bidi-stream'] as const;

const LOST = { 'messages.count': '0', 'messages[0]': 'absent' } as const;

/** What comes of a timer that overflows, by who is first: the client, the server's refusal, or its handler. */
const OVERFLOWS: readonly KnownRow[] = [
  {
    cases: ['unary/one-month', 'unary/one-year'],
    clients: ['ts-connect'],
    servers: 'all',
    instead: { code: 'DEADLINE_EXCEEDED', ...LOST },
  },
  {
    cases: ['unary/one-month', 'unary/one-year'],
    clients: ['ts-connect'],
    servers: ['go-grpc'],
    instead: { code: 'INTERNAL', ...LOST },
  },
  {
    cases: ['unary/one-month', 'unary/one-year'],
    clients: ['ts-connect'],
    servers: ['ts-connect', 'go-connect'],
    instead: { code: 'INVALID_ARGUMENT', ...LOST },
  },
  ...[
    { servers: ['python-grpcio', 'python-grpcio-aio'], month: 'none', year: 'none' },
    { servers: ['ts-grpc-js'], month: 'about 1 days', year: 'about 10 h' },
  ].flatMap(({ servers, month, year }) =>
    [
      { cases: ['unary/one-month'], left: month },
      { cases: ['unary/one-year'], left: year },
    ].flatMap(({ cases, left }) => {
      const instead = { code: 'DEADLINE_EXCEEDED', ...LOST, 'observed.timeLeft': left };
      const row = { cases, clients: ['ts-connect'], servers };
      // The handler may have been told when it is asked, or not yet.
      return [
        { ...row, instead },
        { ...row, instead: { ...instead, 'observed.cancelled': 'true' } },
      ];
    }),
  ),
];

/** What is known of deadlines. */
export const OF_DEADLINE = knownOf(
  'deadline',
  {
    link: 'connect-node-takes-a-timeout-that-is-over-for-none',
    reason:
      'the connect-node client takes a timeout of 0 or less for none; statuscodes.md, DEADLINE_EXCEEDED: the deadline expired before the operation could complete',
    rows: [
      {
        cases: [
          'bidi-stream/past',
          'bidi-stream/zero',
          'client-stream/past',
          'client-stream/zero',
          'server-stream/past',
          'server-stream/zero',
          'unary/past',
          'unary/zero',
        ],
        clients: ['ts-connect'],
        servers: 'all',
        instead: { code: 'OK', 'messages.count': '1' },
      },
    ],
  },
  {
    link: 'connect-es-ends-a-call-with-a-long-deadline-at-once',
    reason:
      'the connect-node client writes every timeout in milliseconds; gRPC over HTTP/2, TimeoutValue is of at most 8 digits',
    rows: [
      {
        cases: ['unary/three-weeks'],
        clients: ['ts-connect'],
        servers: ['go-grpc'],
        instead: { code: 'INTERNAL', 'messages.count': '0', 'messages[0]': 'absent' },
      },
      {
        cases: ['unary/three-weeks'],
        clients: ['ts-connect'],
        servers: ['ts-connect', 'go-connect'],
        instead: { code: 'INVALID_ARGUMENT', 'messages.count': '0', 'messages[0]': 'absent' },
      },
      {
        cases: ['unary/three-weeks'],
        clients: ['ts-connect'],
        servers: ['ts-grpc-js'],
        instead: { 'observed.timeLeft': 'about 4 h' },
      },
      {
        cases: ['unary/three-weeks'],
        clients: ['ts-connect'],
        servers: ['python-grpcio', 'python-grpcio-aio'],
        instead: { 'observed.timeLeft': 'none' },
      },
    ],
  },
  {
    link: 'node-servers-end-calls-with-long-timeouts-at-once',
    reason:
      'the server\'s timer, of 31 bits of milliseconds, overflows, and the call is over at once, or too early; gRPC over HTTP/2, "Timeout"',
    rows: [
      {
        cases: ['unary/one-month'],
        clients: ['ts-grpc-js', 'python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        servers: ['ts-grpc-js'],
        instead: {
          code: 'DEADLINE_EXCEEDED',
          'messages.count': '0',
          'messages[0]': 'absent',
          'observed.cancelled': 'true',
          'observed.timeLeft': 'over',
        },
      },
      {
        cases: ['unary/one-month', 'unary/one-year'],
        clients: ['ts-grpc-js', 'python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        servers: ['ts-connect'],
        instead: { 'messages[0]': '{}', 'observed.cancelled': 'true' },
      },
      {
        cases: ['unary/one-year'],
        clients: ['ts-grpc-js', 'python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'],
        servers: ['ts-grpc-js'],
        instead: { 'observed.timeLeft': 'about 17 days' },
      },
    ],
  },
  {
    link: 'connect-es-ends-a-call-with-a-long-deadline-at-once',
    reason:
      'the connect-node client\'s timer overflows and fires at once, and the timeout that it writes has more than 8 digits; gRPC over HTTP/2, "Timeout": TimeoutValue is of at most 8 digits',
    sometimes:
      "the client's timer, which fires after 1 ms, races with the server's answer, and with its handler",
    rows: OVERFLOWS,
  },
  {
    link: 'at-the-deadline-cancelled-instead-of-deadline_exceeded',
    reason:
      'the client takes the reset (CANCEL) for a cancellation and does not look at its own deadline, as grpc-go does; statuscodes.md wants DEADLINE_EXCEEDED',
    sometimes:
      "the grpc-go server resets the stream at the deadline, and its reset may come before the client's own timer",
    rows: [
      {
        cases: [
          ...KINDS.flatMap((kind) => [`${kind}/zero`, `${kind}/past`, `${kind}/one-millisecond`]),
          'server-stream/exceeded-after-messages',
          'bidi-stream/exceeded-after-messages',
        ],
        clients: ['ts-grpc-js', 'ts-connect', 'python-grpcio', 'python-grpcio-aio'],
        servers: ['go-grpc'],
        instead: { code: 'CANCELLED' },
      },
    ],
  },
  {
    link: 'grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write',
    reason:
      'grpc.aio makes a status of its own, INTERNAL, where the call ends while it writes; statuscodes.md has DEADLINE_EXCEEDED',
    sometimes: 'the deadline may be over before the request is written, or after it',
    rows: [
      {
        cases: KINDS.flatMap((kind) => [`${kind}/zero`, `${kind}/past`, `${kind}/one-millisecond`]),
        clients: ['python-grpcio-aio'],
        servers: 'all',
        instead: { code: 'INTERNAL' },
      },
    ],
  },
  {
    link: 'node-ends-the-requests-of-a-call-that-it-cancels',
    reason:
      'Node sends END_STREAM before the RST_STREAM of Http2Stream.close(); gRPC over HTTP/2, "Requests": END_STREAM is the end of the requests',
    rows: [
      {
        cases: ['client-stream/reset', 'bidi-stream/reset'],
        clients: ['ts-grpc-js'],
        servers: ['raw'],
        instead: { 'streams ended by the client': '1' },
      },
    ],
  },
  {
    link: 'connect-node-says-internal_error-when-its-deadline-is-over',
    reason:
      'connect-node resets the stream with INTERNAL_ERROR; gRPC over HTTP/2, "Errors": a client cancels with CANCEL. Of many requests Node ends them before',
    rows: [
      {
        cases: ['unary/reset', 'server-stream/reset'],
        clients: ['ts-connect'],
        servers: ['raw'],
        instead: { resets: 'INTERNAL_ERROR' },
      },
      {
        cases: ['client-stream/reset', 'bidi-stream/reset'],
        clients: ['ts-connect'],
        servers: ['raw'],
        instead: { resets: 'INTERNAL_ERROR', 'streams ended by the client': '1' },
      },
    ],
  },
);
