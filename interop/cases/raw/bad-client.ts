import { suite } from '../define.ts';
import { boundaries } from './bad-client/boundaries.ts';
import { compressions } from './bad-client/compression.ts';
import { connections } from './bad-client/connection.ts';
import { fields } from './bad-client/fields.ts';
import { forbiddenFrames } from './bad-client/frames.ts';
import { headers } from './bad-client/headers.ts';
import { messages } from './bad-client/message.ts';
import { metadata } from './bad-client/metadata.ts';
import { oddFrames } from './bad-client/odd-frames.ts';
import { bad, SEEN } from './bad-client/request.ts';
import { resets } from './bad-client/reset.ts';
import { settings } from './bad-client/settings.ts';
import { sizes } from './bad-client/size.ts';
import { timeouts } from './bad-client/timeout.ts';
import { windows } from './bad-client/windows.ts';

/** What every other case departs from: a client that does it right. */
const ordinary = bad({
  id: 'ordinary/unary',
  title: 'A unary call that the raw client makes as it should is answered OK',
  source: 'gRPC over HTTP/2, "Requests"',
  reply: 'OK',
  facts: { resets: 'none', goaway: 'none', 'settings acks': '1' },
  observed: SEEN,
});

/** What clients do wrong, against every server. */
export const badClient = suite('bad-client', [
  ordinary,
  ...headers,
  ...timeouts,
  ...metadata,
  ...fields,
  ...messages,
  ...compressions,
  ...boundaries,
  ...resets,
  ...sizes,
  ...settings,
  ...windows,
  ...forbiddenFrames,
  ...oddFrames,
  ...connections,
]);
