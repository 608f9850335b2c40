/** Capabilities of Connect for Node. */
import { capabilitiesBut } from '../capabilities.ts';

export const capabilities = capabilitiesBut(
  { 'transport.http1': 'a call plan has no field for it' },
  {
    'server.send-headers':
      'they leave with the first message or with the end: they can be set, not sent at once',
    'server.status-and-message':
      'a handler returns or throws: a single response is dropped when the status is an error',
  },
);
