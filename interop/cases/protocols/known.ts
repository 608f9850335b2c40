import { HUNG, type KnownDifference } from '../../contract/known.ts';
import { ON_ANY_HTTP } from './kinds.ts';

const FINDINGS = 'docs/findings.md';
const A_YEAR = 'protocols/deadline/a-year';
const LONG = [A_YEAR, 'protocols/deadline/hundred-days'];

const OF_ALL = { clients: ['ts-connect'], servers: 'all', withoutReply: true } as const;
const TIMER = {
  ...OF_ALL,
  sometimes: 'the timer strikes after a millisecond, before the answer or, seldom, after it',
  reason:
    'connect-es gives a deadline to setTimeout as it is, which takes more than 2^31-1 ms for one; the Connect protocol accommodates timeouts of more than 100 days',
  link: `${FINDINGS}#connect-es-ends-a-call-with-a-long-deadline-at-once`,
} as const;

/** Deadlines further away than a timer, or ten digits, reach. */
const deadlines: readonly KnownDifference[] = [
  { ...TIMER, cases: LONG, instead: { code: 'DEADLINE_EXCEEDED' } },
  { ...TIMER, cases: LONG, instead: { code: 'DEADLINE_EXCEEDED', 'observed.seen': 'false' } },
  {
    ...TIMER,
    cases: LONG,
    protocols: ['grpc-web'],
    instead: { code: 'INVALID_ARGUMENT', 'observed.seen': 'false' },
    sometimes: 'it is seen where the server answers before the timer strikes',
    reason:
      'connect-es writes every timeout in milliseconds, with as many digits as that takes; gRPC over HTTP/2, "TimeoutValue", wants at most 8',
  },
  {
    ...TIMER,
    cases: [A_YEAR],
    protocols: ['connect'],
    instead: { code: 'INVALID_ARGUMENT', 'observed.seen': 'false' },
    sometimes: 'it is seen where the server answers before the timer strikes',
    reason:
      'connect-es writes a timeout with as many digits as it takes; the Connect protocol, "Timeout-Milliseconds", wants at most 10',
  },
  {
    cases: [A_YEAR],
    clients: ['python-connect'],
    servers: 'all',
    protocols: ['connect'],
    instead: { code: 'INVALID_ARGUMENT', 'observed.seen': 'false' },
    withoutReply: true,
    reason:
      'the connectrpc client writes a timeout with as many digits as it takes; the Connect protocol, "Timeout-Milliseconds", wants at most 10',
    link: `${FINDINGS}#connectrpc-writes-timeouts-with-too-many-digits`,
  },
];

/** The servers' side of it. */
const late: KnownDifference = {
  cases: LONG,
  clients: ['go-connect', 'python-connect'],
  servers: ['ts-connect'],
  instead: { 'messages[0]': '{}' },
  sometimes:
    'the timer strikes after a millisecond, and the handler may have sent its message by then',
  reason:
    'the connect-node server gives a timeout to setTimeout as it is, and aborts the handler at once; the Connect protocol accommodates timeouts of more than 100 days',
  link: `${FINDINGS}#node-servers-end-calls-with-long-timeouts-at-once`,
};

const EDGES = ON_ANY_HTTP.map((kind) => `protocols/message/${kind.id}/edges`);
const PLAIN_SPACES = {
  cases: EDGES,
  servers: ['go-connect'],
  protocols: ['grpc-web'],
  reason:
    'the connect-go server writes a grpc-message that starts and ends with a space as a header, where RFC 9110, 5.5 has none though the gRPC grammar lets it; whoever reads the header leaves them out',
  link: `${FINDINGS}#connect-go-loses-spaces-at-the-ends-of-a-grpc-web-message`,
} as const;

const messages: readonly KnownDifference[] = [
  {
    ...PLAIN_SPACES,
    clients: 'all',
    transports: ['http1'],
    instead: { message: '"a space before and after"' },
  },
  { ...PLAIN_SPACES, clients: ['ts-connect'], transports: ['h2c'], instead: { message: '""' } },
];

const THROWN = ON_ANY_HTTP.map((kind) => `protocols/exception/${kind.id}`);

const exceptions: readonly KnownDifference[] = [
  {
    cases: THROWN,
    clients: 'all',
    servers: ['ts-connect'],
    instead: { code: 'INTERNAL' },
    reason:
      'the connect-node server makes INTERNAL of an error that is not its own; statuscodes.md gives UNKNOWN to a handler that throws',
    link: `${FINDINGS}#connect-node-answers-internal-for-a-thrown-error`,
  },
  {
    cases: THROWN,
    clients: 'all',
    servers: ['python-connect', 'go-connect'],
    instead: { keptBack: 'its text in the message' },
    reason:
      "the server makes the text of any error its status message, and so its client's; CWE-209: what a handler did not mean for its client is not to reach it",
    link: `${FINDINGS}#connect-servers-tell-clients-the-text-of-any-error`,
  },
];

const connections: KnownDifference = {
  cases: ['protocols/connection/thrown'],
  clients: 'all',
  servers: ['python-connect'],
  transports: ['http1'],
  instead: { 'the connection': 'ended without a word' },
  reason:
    'uvicorn closes the connection for what connectrpc raises once more after it has answered, and the answer says nothing of "close"; RFC 9112, 9.6: a server that closes a connection should send it with its last response',
  link: `${FINDINGS}#an-exception-in-connectrpc-ends-the-next-call-on-its-connection`,
};

/** Of the protocols' cells. */
export const OF_PROTOCOLS: readonly KnownDifference[] = [
  ...deadlines,
  late,
  ...exceptions,
  ...messages,
  connections,
  {
    cases: ['protocols/messages/unary-empty', 'protocols/unimplemented/method'],
    clients: ['go-connect'],
    servers: ['python-connect'],
    protocols: ['connect'],
    transports: ['h2c'],
    instead: { outcome: HUNG },
    reason:
      'uvicorn never tells its application that a request is over whose header block ended it (RFC 9113, 8.1), as connect-go sends an empty message; what reads the body waits for ever',
    link: `${FINDINGS}#uvicorn-waits-for-a-body-that-will-not-come`,
  },
  {
    cases: ['protocols/unimplemented/method', 'protocols/unimplemented/service'],
    clients: ['go-connect'],
    servers: ['python-connect'],
    transports: ['http1'],
    instead: { code: 'CANCELLED' },
    sometimes: 'the server answers 404 and closes, and the client may still be writing then',
    reason:
      'the connect-go client takes ECONNRESET and EPIPE for a client that went away (isClientDisconnected); RFC 9112, 9.5: it should look for a response while it sends',
    link: `${FINDINGS}#a-lost-connection-under-a-call-is-not-unavailable`,
  },
  {
    cases: ['protocols/bidi-stream/half-duplex'],
    clients: ['go-connect'],
    servers: ['ts-connect', 'go-connect'],
    transports: ['http1'],
    instead: { code: 'CANCELLED' },
    sometimes: 'the server answers 505 and closes, and the client may still be writing then',
    reason:
      'the connect-go client takes ECONNRESET and EPIPE for a client that went away (isClientDisconnected); RFC 9112, 9.5: it should look for a response while it sends',
    link: `${FINDINGS}#a-lost-connection-under-a-call-is-not-unavailable`,
  },
  {
    cases: ['protocols/bidi-stream/half-duplex'],
    clients: ['ts-connect'],
    servers: ['ts-connect', 'go-connect'],
    transports: ['http1'],
    instead: { code: 'INTERNAL' },
    sometimes: 'it is so when the socket is closed before the client has written its requests',
    reason:
      'the connect-node client makes INTERNAL of the EPIPE that it gets for writing on, and drops the 505 that has come; RFC 9112, 9.5: it should look for a response while it sends',
    link: `${FINDINGS}#connect-node-drops-an-early-answer-on-http11`,
  },
];
