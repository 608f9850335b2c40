import { HUNG, type KnownDifference } from '../../contract/known.ts';
import { proxy } from './proxy.ts';

const FINDINGS = 'docs/findings.md';

const CASES = proxy.cases.map((one) => one.id);

/** The cases that are this one with a proxy between: `proxy/nginx/<id>`. */
function behindProxies(id: string): readonly string[] {
  return CASES.filter((one) => one.replace(/^proxy\/[^/]+\//, '') === id);
}

/** What is known of a pair is known of it with a proxy between, where the case is played there. */
export function withProxies(known: readonly KnownDifference[]): readonly KnownDifference[] {
  return known.flatMap((entry) => {
    const cases = entry.cases.flatMap(behindProxies);
    return cases.length === 0 ? [entry] : [entry, { ...entry, cases }];
  });
}

const RESET = {
  cases: ['proxy/haproxy/server-ends-first'],
  servers: 'all',
  sometimes:
    'the reset follows where the server is done before it has read the end of the requests, and it may overtake the status',
  link: `${FINDINGS}#haproxy-turns-a-polite-reset-into-a-cancellation`,
} as const;
const RESET_REASON =
  'HAProxy makes RST_STREAM(CANCEL) of the RST_STREAM(NO_ERROR) that follows a complete response; RFC 9113, 8.1 has that mean no error.';

/**
 * Any call: connect-node writes the end of the requests by itself, after the last message, and a quick server may be
 * done before that comes.
 */
const PASSED_ON = CASES.filter((id) =>
  /^proxy\/haproxy(-tls)?\/(users|subjects|metadata|streams|status|exceptions|deadline)\/(?!.*exceeded)/.test(
    id,
  ),
);

/** What connect-node says when the reset has overtaken the status: which of them is chance. */
const OVERTAKEN = [
  { code: 'INTERNAL', message: '"protocol error: missing status"' },
  { code: 'CANCELLED', message: '"http/2 stream closed with error code CANCEL (0x8)"' },
] as const;

/** As differences: a case may want the very code that it is. */
const OVERTAKEN_INSTEAD = OVERTAKEN.flatMap(({ code, message }) => [{ code }, { message }]);

/** A server that resets at the deadline, as the proxies tell it. */
const DEADLINES = CASES.filter((id) => /^proxy\/[^/]+\/deadline\/[^/]+\/exceeded$/.test(id));

function atDeadline(code: string): KnownDifference {
  return {
    cases: DEADLINES,
    clients: 'all',
    servers: ['go-grpc'],
    instead: { code },
    sometimes:
      "the grpc-go server resets the stream at the deadline, and its reset may come before the client's own timer",
    reason: `a proxy whose upstream resets a stream answers 502, or passes the reset on: ${code} at a client that does not look at its own deadline; statuscodes.md wants DEADLINE_EXCEEDED`,
    link: `${FINDINGS}#at-the-deadline-cancelled-instead-of-deadline_exceeded`,
  };
}

/** The one message may be lost with the status, or not. */
const LOST = [{}, { 'messages.count': '0', 'messages[0]': 'absent' }];

/** What the proxies change. */
export const OF_PROXIES: readonly KnownDifference[] = [
  ...LOST.map((lost) => ({
    ...RESET,
    clients: ['ts-connect', 'python-grpcio', 'python-grpcio-aio'],
    instead: { code: 'CANCELLED', ...lost },
    reason: `${RESET_REASON} The client then forgets the status that came before it, and at times the message`,
  })),
  {
    ...RESET,
    clients: ['ts-grpc-js'],
    instead: { outcome: HUNG },
    reason: `${RESET_REASON} grpc-js then never ends the call`,
  },
  ...LOST.map((lost) => ({
    ...RESET,
    cases: ['proxy/nginx/server-ends-first'],
    clients: 'all' as const,
    instead: { code: 'INTERNAL', ...lost },
    reason:
      "nginx makes RST_STREAM(INTERNAL_ERROR) of the server's RST_STREAM(NO_ERROR), and forgets the status that came before it; RFC 9113, 8.1",
  })),
  ...OVERTAKEN_INSTEAD.map((instead) => ({
    ...RESET,
    cases: PASSED_ON,
    clients: ['ts-connect'],
    instead,
    withoutReply: true as const,
    reason: `${RESET_REASON} connect-node has no status then`,
  })),
  {
    cases: ['proxy/haproxy/upstream-dies'],
    clients: ['ts-connect'],
    servers: ['mixed'],
    instead: {
      'failures other than UNAVAILABLE':
        '1 INTERNAL ("Stream closed with error code NGHTTP2_REFUSED_STREAM")',
    },
    sometimes: 'only a call that is under way when the server dies is refused',
    reason:
      'HAProxy resets the call with REFUSED_STREAM, which connect-node makes INTERNAL; gRPC over HTTP/2, "HTTP2 Transport Mapping", Errors, wants UNAVAILABLE',
    link: `${FINDINGS}#connect-node-makes-internal-of-a-refused-stream`,
  },
  ...['UNAVAILABLE', 'INTERNAL', 'UNKNOWN'].map(atDeadline),
];
