import { suite } from '../define.ts';
import { authorities } from './authority.ts';
import { clientsAuthorities } from './authority-of-clients.ts';
import { backoffs } from './backoff.ts';
import { comingAndGoing } from './coming-and-going.ts';
import { goawaysUnderCalls } from './goaway-under-calls.ts';
import { handshakes } from './handshakes.ts';
import { keepalives } from './keepalive.ts';
import { pinging } from './pings.ts';
import { sockets } from './sockets.ts';
import { strangers } from './strangers.ts';
import { toldOff } from './too-many-pings.ts';

/** What carries calls: handshakes, sockets, servers that come and go. */
export const transport = suite('transport', [
  ...handshakes,
  ...strangers,
  ...sockets,
  ...authorities,
  ...clientsAuthorities,
  ...comingAndGoing,
  ...keepalives,
  ...pinging,
  ...toldOff,
  ...goawaysUnderCalls,
  ...backoffs,
]);
