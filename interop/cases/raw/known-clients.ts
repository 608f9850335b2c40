import type { KnownDifference } from '../../contract/known.ts';
import { CONNECTIONS } from './known-clients/connections.ts';
import { HTTP2 } from './known-clients/http2.ts';
import { MESSAGES } from './known-clients/messages.ts';
import { RESETS } from './known-clients/resets.ts';
import { STATUSES } from './known-clients/statuses.ts';

/** What clients are known to do otherwise with bad servers; docs/findings.md tells each at length. */
export const KNOWN_CLIENTS: readonly KnownDifference[] = [
  ...STATUSES,
  ...RESETS,
  ...MESSAGES,
  ...HTTP2,
  ...CONNECTIONS,
];
