/** Capabilities of grpc-js. */
import { capabilitiesBut } from '../capabilities.ts';

export const capabilities = capabilitiesBut({
  'server.panic':
    'an error thrown after the handler has returned reaches no one: grpc-js never ends the call',
});
