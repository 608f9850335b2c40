import { type KnownRows, knownOf } from '../known-rows.ts';

const link = 'grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write';

const CUT_OFF = ['client-stream/cut-off', 'bidi-stream/cut-off'];
const NOT_READING =
  'a handler that does not wait for the next request yet when the reset comes may hear of that first';
const WHOLE = { 'the requests, to the handler': 'whole' };
/** What both of grpcio's servers have in common. */
const OF_GRPCIO = {
  link: 'a-cancelled-upload-ends-like-a-whole-one-at-a-grpcio-server',
  reason:
    'the reset completes the pending receive like a half-close; gRPC over HTTP/2, "Requests": END_STREAM is their end',
};

/** What is known of cancelled uploads that pass for whole ones. */
const OF_UPLOADS: readonly KnownRows[] = [
  {
    link: 'node-ends-the-requests-of-a-call-that-it-cancels',
    reason:
      'Node sends END_STREAM before the RST_STREAM of Http2Stream.close(); gRPC over HTTP/2, "Requests": END_STREAM is the end of the requests',
    rows: [
      {
        cases: ['client-stream/reset-alone', 'bidi-stream/reset-alone'],
        clients: ['ts-grpc-js', 'ts-connect'],
        servers: ['raw'],
        instead: { 'streams ended by the client': '1' },
      },
    ],
  },
  {
    link: 'node-ends-the-requests-of-a-call-that-it-cancels',
    reason:
      'Node sends END_STREAM before the RST_STREAM of Http2Stream.close(), and the server tells its handler so',
    sometimes: 'the reset comes right behind, and the server may know of it first',
    rows: [
      {
        cases: CUT_OFF,
        clients: ['ts-grpc-js', 'ts-connect'],
        servers: ['go-grpc', 'go-connect', 'ts-connect'],
        instead: WHOLE,
      },
    ],
  },
  {
    link: 'a-cancelled-upload-ends-like-a-whole-one-at-a-grpc-js-server',
    reason:
      'the handler is given the end of the requests for a reset, too; gRPC over HTTP/2, "Requests": END_STREAM is their end',
    sometimes: NOT_READING,
    rows: [{ cases: CUT_OFF, clients: 'all', servers: ['ts-grpc-js'], instead: WHOLE }],
  },
  {
    ...OF_GRPCIO,
    sometimes: NOT_READING,
    rows: [{ cases: CUT_OFF, clients: 'all', servers: ['python-grpcio-aio'], instead: WHOLE }],
  },
  {
    ...OF_GRPCIO,
    sometimes:
      'the completed receive and the end of the call are two events, and a thread hears of either first',
    rows: [{ cases: CUT_OFF, clients: 'all', servers: ['python-grpcio'], instead: WHOLE }],
  },
];

/** What is known of cancellations: of uploads, and of grpcio on asyncio, where a failed write is a completion of its own. */
export const OF_CANCELLATION = knownOf(
  'cancellation',
  ...OF_UPLOADS,
  {
    link,
    reason:
      'a handler on grpc.aio whose write() fails for a cancellation hears of a failed write alone; gRPC "Cancellation" guide: the server is told',
    sometimes:
      'the failure of the write that is under way and the cancellation are two completions, and the first of them ends the handler',
    rows: [
      {
        cases: ['server-stream/under-a-large-response', 'bidi-stream/under-a-large-response'],
        clients: 'all',
        servers: ['python-grpcio-aio'],
        instead: { 'observed.cancelled': 'false' },
      },
    ],
  },
  {
    link,
    reason:
      'a grpc.aio client that cancels under a write() says INTERNAL; statuscodes.md, CANCELLED: "typically by the caller"',
    sometimes:
      "the failure of the write and the call's status are two completions, and the status of the last of them stays",
    rows: [
      {
        cases: [
          'client-stream/under-large-requests',
          'bidi-stream/under-large-requests',
          'client-stream/without-a-window',
          'bidi-stream/without-a-window',
        ],
        clients: ['python-grpcio-aio'],
        servers: 'all',
        instead: { code: 'INTERNAL' },
      },
    ],
  },
);
