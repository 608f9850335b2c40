import { HUNG, type KnownDifference } from '../../contract/known.ts';

const FINDINGS = 'docs/findings.md';
const NO_DEFAULT = {
  instead: { code: 'OK', 'messages.count': '1' },
  reason:
    'Connect takes messages of any size where nobody sets a limit (connect-node: up to 4 GiB); no sentence of the protocol names a default, and all other libraries here have that of gRPC, 4 MiB',
  link: `${FINDINGS}#connect-takes-messages-of-any-size`,
} as const;

/** What is known of sizes and limits. */
export const OF_SIZE: readonly KnownDifference[] = [
  {
    ...NO_DEFAULT,
    cases: ['size/default/client/one-more'],
    clients: ['go-connect', 'ts-connect'],
    servers: 'all',
  },
  {
    ...NO_DEFAULT,
    cases: ['size/default/server/one-more'],
    clients: 'all',
    servers: ['go-connect', 'ts-connect'],
  },
  {
    cases: ['unary', 'server-stream', 'client-stream', 'bidi-stream'].map(
      (kind) => `size/limit/${kind}/server-sends/one-more`,
    ),
    clients: 'all',
    servers: ['go-connect'],
    instead: { code: 'OK', 'messages.count': '1' },
    reason:
      'the connect-go server holds the compressed message to its limit, and compresses whatever a client accepts; statuscodes.md: a sent message larger than the configured limit is RESOURCE_EXHAUSTED, and Message-Length is no part of what is configured',
    link: `${FINDINGS}#connect-go-holds-compressed-messages-to-its-send-limit`,
  },
  {
    cases: [
      'size/limit/unary/client-sends/one-more',
      'size/limit/server-stream/client-sends/one-more',
    ],
    clients: ['go-connect'],
    servers: ['python-grpcio-aio'],
    instead: { outcome: HUNG },
    reason:
      'the connect-go client waits for the server to answer a call whose one message it refused to send, and grpcio on asyncio never answers such a call; gRPC over HTTP/2, "Errors": a client that gives up resets the stream',
    link: `${FINDINGS}#connect-go-waits-for-an-answer-to-what-it-did-not-send`,
  },
  {
    cases: ['size/limit/bidi-stream/client-sends/one-more'],
    clients: ['python-grpcio-aio'],
    servers: 'all',
    instead: { code: 'INTERNAL' },
    sometimes: 'the failed write is told before the status that comes with it, or after',
    reason:
      'grpc.aio makes INTERNAL, "Internal error from Core", when the write fails before it has seen the status; statuscodes.md: a sent message larger than the configured limit is RESOURCE_EXHAUSTED',
    link: `${FINDINGS}#grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write`,
  },
];
