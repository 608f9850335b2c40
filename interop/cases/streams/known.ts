import { HUNG, type KnownDifference } from '../../contract/known.ts';

const FINDINGS = 'docs/findings.md';
const BIDI = 'streams/early/bidi-stream';
const CLIENT = 'streams/early/client-stream';

/** grpc.aio tells of a failed write before it tells of the end that made it fail. */
function lost(cases: readonly string[], instead: KnownDifference['instead']): KnownDifference {
  return {
    cases,
    clients: ['python-grpcio-aio'],
    servers: 'all',
    instead,
    sometimes: 'the status may be there before the write fails',
    reason:
      'grpc.aio makes INTERNAL, "Internal error from Core", when the write fails before it has seen the status; RFC 9113, 8.1: "Clients MUST NOT discard responses" for an early end',
    link: `${FINDINGS}#grpcio-on-asyncio-loses-the-status-of-a-call-that-ends-during-a-write`,
  };
}

const OK = ['ok-then-more', 'ok-among-many'].flatMap((id) => [`${BIDI}/${id}`, `${CLIENT}/${id}`]);
const ERROR = ['error-then-more', 'error-among-many', 'error-in-a-large-request'].flatMap((id) => [
  `${BIDI}/${id}`,
  `${CLIENT}/${id}`,
]);
const MESSAGE = { message: '"Internal error from Core"' };
const NOTHING_CAME = { 'messages.count': '0', 'messages[0]': 'absent' };

/** What is known of streams. */
export const OF_STREAMS: readonly KnownDifference[] = [
  lost(OK, { code: 'INTERNAL' }),
  lost(OK, { code: 'INTERNAL', ...NOTHING_CAME }),
  lost(ERROR, { code: 'INTERNAL', ...MESSAGE }),
  lost(ERROR, { code: 'INTERNAL', ...MESSAGE, ...NOTHING_CAME }),
  lost(['streams/slow-reader/up'], { code: 'INTERNAL' }),
  {
    cases: ['streams/max-streams/crowd'],
    clients: 'all',
    servers: ['python-grpcio', 'python-grpcio-aio'],
    instead: { codes: 'OK, UNAVAILABLE' },
    sometimes: 'the next call may come before the server has put the last one away, or after',
    reason:
      'the grpcio server refuses calls within its limit, since it counts one that it has ended until it is deallocated (streams_allocated); RFC 9113, 5.1.2: streams that are closed do not count. grpc-go tries again once',
    link: `${FINDINGS}#grpcio-servers-refuse-calls-within-their-limit`,
  },
  {
    cases: ['streams/max-streams/crowd'],
    clients: ['go-connect'],
    servers: ['python-grpcio', 'python-grpcio-aio'],
    instead: { codes: 'OK, RESOURCE_EXHAUSTED' },
    sometimes: 'the client may open streams before it has the SETTINGS that limit them, or after',
    reason:
      'the grpcio server resets streams beyond its limit with ENHANCE_YOUR_CALM, which asks nobody to try again; RFC 9113, 5.1.2 has PROTOCOL_ERROR or REFUSED_STREAM',
    link: `${FINDINGS}#grpcio-servers-refuse-calls-within-their-limit`,
  },
  {
    cases: ['streams/early/client-stream/error-in-a-large-request'],
    clients: ['go-connect'],
    servers: ['ts-connect'],
    instead: { outcome: HUNG },
    reason:
      'the connect-go client is held in Send by a window that nobody opens any more, and does not see the status that has come; RFC 9113, 8.1: "Clients MUST NOT discard responses" for an early end',
    link: `${FINDINGS}#connect-go-hangs-in-a-message-that-its-server-no-longer-wants`,
  },
];
