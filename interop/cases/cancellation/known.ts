import { knownOf } from '../known-rows.ts';

const link = 'grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write';

/** What is known of cancellations: both of grpcio on asyncio, where a failed write is a completion of its own. */
export const OF_CANCELLATION = knownOf(
  'cancellation',
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
