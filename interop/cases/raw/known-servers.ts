import type { KnownDifference } from '../../contract/known.ts';
import { OF_FIELDS } from './known-servers/fields.ts';
import { OF_FRAMES } from './known-servers/frames.ts';
import { OF_HEADERS } from './known-servers/headers.ts';
import { OF_MESSAGES } from './known-servers/messages.ts';

/** What servers are known to make otherwise of a bad client. */
export const OF_BAD_CLIENTS: readonly KnownDifference[] = [
  ...OF_HEADERS,
  ...OF_FIELDS,
  ...OF_MESSAGES,
  ...OF_FRAMES,
];
