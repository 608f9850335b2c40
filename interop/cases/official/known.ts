import type { KnownDifference } from '../../contract/known.ts';

const FINDINGS = 'docs/findings.md';
const TIMEOUT = ['official/timeout-on-sleeping-server'] as const;

/** What becomes of a millisecond when the end of the call and something else race. */
export const OF_OFFICIAL: readonly KnownDifference[] = [
  {
    cases: TIMEOUT,
    clients: ['ts-grpc-js', 'ts-connect', 'python-grpcio', 'python-grpcio-aio'],
    servers: ['go-grpc'],
    instead: { code: 'CANCELLED' },
    sometimes:
      "the grpc-go server resets the stream at the deadline, and its reset may come before the client's own timer",
    reason:
      'the client takes the reset (CANCEL) for a cancellation and does not look at its own deadline, as grpc-go does; statuscodes.md wants DEADLINE_EXCEEDED',
    link: `${FINDINGS}#at-the-deadline-cancelled-instead-of-deadline_exceeded`,
  },
  {
    cases: TIMEOUT,
    clients: ['python-grpcio-aio'],
    servers: 'all',
    instead: { code: 'INTERNAL' },
    sometimes: 'the deadline ends the call before the send of its first message, or after it',
    reason:
      'grpc.aio makes INTERNAL, "Internal error from Core", when the write fails before it has seen the status; statuscodes.md wants DEADLINE_EXCEEDED',
    link: `${FINDINGS}#grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write`,
  },
];
