import type { KnownDifference } from '../../contract/known.ts';

/** What health services do otherwise. */
export const KNOWN_HEALTH: readonly KnownDifference[] = [
  {
    cases: ['health/watch/unknown-service'],
    clients: 'all',
    servers: ['go-connect'],
    instead: { code: 'NOT_FOUND', 'messages.count': '0', 'messages[0]': 'absent' },
    reason:
      'the static checker of connectrpc.com/grpchealth fails a watch of what it does not know; health-checking.md: "the server should first set it to SERVICE_UNKNOWN" and keep the call open',
    link: 'docs/findings.md#connects-health-service-in-go-ends-a-watch-of-an-unknown-service',
  },
];
