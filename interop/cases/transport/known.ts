import { HUNG, type KnownDifference } from '../../contract/known.ts';

const ids = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .map((id) => `transport/${id}`);

const FINDINGS = 'docs/findings.md';
const LOST = `${FINDINGS}#a-lost-connection-under-a-call-is-not-unavailable`;
const RACE = 'what is read before the end of the connection, and which write meets it, is a race';
const GONE =
  "a dead container's address is gone with it: when the system says that nobody is there depends on what it still has of neighbours";
/** What Connect's clients make of it. */
const LOST_CODES = ['INTERNAL', 'CANCELLED', 'ABORTED'];
const UNAVAILABLE = 'gRPC over HTTP/2, "Connection failure", and statuscodes.md have UNAVAILABLE';

/** Where the client itself ends the handshake. */
const REFUSED_BY_CLIENT = ids(`
  tls/server/expired tls/server/other-authority tls/server/self-signed tls/server/other-name
  tls/client/other-trust tls/client/other-name`);
/** Where the server does, when the client may be done already (RFC 8446, 2, figure 1). */
const REFUSED_BY_SERVER = ids(`
  tls/mtls/no-certificate tls/mtls/other-authority tls/mtls/expired tls/version/none-in-common
  tls/alpn/server-without-h2 tls/alpn/client-without-h2`);

const inHandshakes: readonly KnownDifference[] = [
  {
    cases: REFUSED_BY_CLIENT,
    clients: ['ts-connect'],
    servers: 'all',
    instead: { code: 'INTERNAL' },
    reason: `the connect-node client makes INTERNAL of a handshake that fails; ${UNAVAILABLE}`,
    link: LOST,
  },
  ...LOST_CODES.map((code) => ({
    cases: [...REFUSED_BY_SERVER, 'transport/tls/plain-client', 'transport/tls/plain-server'],
    clients: ['ts-connect'],
    servers: 'all' as const,
    instead: { code },
    sometimes: RACE,
    reason: `the connect-node client makes ${code} of a handshake that its server ends; ${UNAVAILABLE}`,
    link: LOST,
  })),
  {
    cases: ids(
      'tls/mtls/no-certificate tls/mtls/other-authority tls/mtls/expired tls/plain-client tls/plain-server',
    ),
    clients: ['go-connect'],
    servers: 'all',
    instead: { code: 'CANCELLED' },
    sometimes: RACE,
    reason: `the connect-go client takes ECONNRESET and EPIPE for a client that went away (isClientDisconnected); ${UNAVAILABLE}`,
    link: LOST,
  },
  ...LOST_CODES.flatMap((code) => [
    { code, instead: { 'call under way': code } },
    { code, instead: { 'call after it': code } },
    ...LOST_CODES.map((then) => ({
      code,
      instead: { 'call under way': code, 'call after it': then },
    })),
  ]).map(({ code, instead }) => ({
    cases: ['transport/server-dies'],
    clients: ['ts-connect', 'go-connect'],
    servers: 'all' as const,
    instead,
    sometimes: RACE,
    reason: `the client makes ${code} of a connection that is lost; ${UNAVAILABLE}`,
    link: LOST,
  })),
  ...[{}, ...LOST_CODES.map((code) => ({ 'call under way': code }))].map((before) => ({
    cases: ['transport/server-dies'],
    clients: ['ts-grpc-js', 'ts-connect', 'go-connect'],
    servers: 'all' as const,
    instead: { ...before, 'call after it': 'DEADLINE_EXCEEDED' },
    sometimes: GONE,
    reason: `the client has no limit for an attempt to connect; grpc/grpc doc/connection-backoff.md, MIN_CONNECT_TIMEOUT (20 s)`,
    link: `${FINDINGS}#a-connection-that-nobody-answers-is-waited-for-without-end`,
  })),
  ...LOST_CODES.map((code) => ({
    cases: ['transport/drain-under-load'],
    clients: ['ts-connect', 'go-connect'],
    servers: 'all' as const,
    instead: { 'not taken': code },
    sometimes: RACE,
    reason: `the client makes ${code} of a connection that is lost; ${UNAVAILABLE}`,
    link: LOST,
  })),
  {
    cases: ['transport/drain-under-load'],
    clients: 'all',
    servers: ['python-grpcio', 'python-grpcio-aio'],
    instead: { 'not taken': 'CANCELLED' },
    sometimes: 'only a call that has come and has no handler yet when the server begins to leave',
    reason:
      'the core lets go of calls that have no handler yet, which ends them as cancelled; statuscodes.md: "Server shutting down" is UNAVAILABLE',
    link: `${FINDINGS}#a-grpcio-server-that-leaves-cancels-calls-of-its-clients`,
  },
];

const AUTHORITY = `${FINDINGS}#a-connect-node-server-throws-at-an-authority-that-is-no-url`;
const THROWS =
  'the connect-node server throws, outside of all handlers, where :authority makes no URL, and never answers; RFC 9110, 15.5.1: 400';
const HANGS = { outcome: HUNG } as const;

const byAuthority: readonly KnownDifference[] = [
  {
    cases: ids('authority/ipv6-without-brackets authority/socket authority/no-port-number'),
    clients: ['raw'],
    servers: ['ts-connect'],
    instead: { 'facts.reply': 'nothing' },
    reason: THROWS,
    link: AUTHORITY,
  },
  {
    cases: ids('uds/unary uds/bidi-stream'),
    clients: ['python-grpcio', 'python-grpcio-aio'],
    servers: ['ts-connect'],
    instead: HANGS,
    reason: `${THROWS}; the grpcio client has the socket's path there, percent-encoded`,
    link: AUTHORITY,
  },
  {
    cases: ids('ipv6/unary ipv6/bidi-stream'),
    clients: ['ts-connect'],
    servers: ['ts-connect'],
    instead: HANGS,
    reason: `${THROWS}; Node's client leaves out the brackets of an IPv6 address (RFC 3986, 3.2.2)`,
    link: AUTHORITY,
  },
  {
    cases: ['transport/authority/of-client/ipv6'],
    clients: ['ts-connect'],
    servers: ['raw'],
    instead: { ':authority': '<host>:<port>' },
    reason: "Node's client leaves out the brackets of an IPv6 address; RFC 3986, 3.2.2",
    link: AUTHORITY,
  },
];

const GRPCIO = ['python-grpcio', 'python-grpcio-aio'] as const;
const PINGS = {
  reason:
    'grpcio sends keepalive PINGs, and never sets the timer for their answers (grpc_chttp2_end_write); keepalive.md: "If it does not receive an acknowledgment within this time, it will close the connection"',
  link: `${FINDINGS}#grpcio-does-not-end-a-connection-whose-pings-are-not-answered`,
};

const byKeepalive: readonly KnownDifference[] = [
  {
    cases: ['transport/keepalive/dead-server'],
    clients: GRPCIO,
    servers: 'all',
    instead: { code: 'DEADLINE_EXCEEDED' },
    ...PINGS,
  },
  {
    cases: ['transport/keepalive/dead-client'],
    clients: 'all',
    servers: GRPCIO,
    instead: { settled: 'false', cancelled: 'false' },
    ...PINGS,
  },
];

const byConnections: readonly KnownDifference[] = [
  {
    cases: ['transport/reconnect/backs-off'],
    clients: ['ts-connect', 'go-connect'],
    servers: ['raw'],
    instead: { connections: 'one a call' },
    reason:
      'a Connect client dials again at every call, however many have just failed; connection-backoff.md: "it is typically desirable to not retry immediately"',
    link: `${FINDINGS}#smaller-ones`,
  },
  {
    cases: ['transport/goaway/some-not-taken'],
    clients: ['ts-connect'],
    servers: ['raw'],
    instead: { others: 'INTERNAL' },
    reason:
      'the connect-node client makes INTERNAL of a call that GOAWAY says was not taken; gRPC over HTTP/2, "GOAWAY Frame": UNAVAILABLE, and to be retried',
    link: LOST,
  },
  {
    cases: ['transport/pings/told/goes-on'],
    clients: ['ts-connect', 'go-connect'],
    servers: ['raw'],
    instead: { 'call under way': 'INTERNAL' },
    reason: `the client makes INTERNAL of a GOAWAY with an error; ${UNAVAILABLE}`,
    link: LOST,
  },
  {
    cases: ['transport/pings/told/doubles'],
    clients: ['ts-connect'],
    servers: ['raw'],
    instead: { 'call under way': 'INTERNAL' },
    reason: `the client makes INTERNAL of a GOAWAY with an error; ${UNAVAILABLE}`,
    link: LOST,
  },
  {
    cases: ['transport/pings/told/doubles'],
    clients: ['go-connect'],
    servers: ['raw'],
    instead: { 'second connection': 'a PING' },
    reason:
      'net/http pings at one interval, whatever a server says; gRFC A8: a client should "double the configure KEEPALIVE_TIME"',
    link: `${FINDINGS}#smaller-ones`,
  },
];

/** What libraries make of connections that fail, and of names for what they are connected to. */
export const KNOWN_TRANSPORT: readonly KnownDifference[] = [
  ...inHandshakes,
  ...byAuthority,
  ...byKeepalive,
  ...byConnections,
];
