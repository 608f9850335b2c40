import type { CaseInit } from '../define.ts';
import { bad, EITHER, head } from '../raw/bad-client/request.ts';

const SOURCE =
  'RFC 9113, 8.3.1: ":authority" is the authority portion of the target URI (RFC 3986, 3.2); whether a server looks at it is its own matter, and 400 or a stream error is for what it can not take';

const AUTHORITIES = [
  ['ipv6-without-brackets', '::1:50051', 'an IPv6 address without brackets, as Node writes it'],
  ['socket', '%2Ftmp%2Fserver.sock', "a socket's path, as grpcio writes it"],
  ['no-port-number', 'localhost:port', 'a port that is no number'],
  ['blank', 'local host', 'a blank in it'],
] as const;

/** What clients may have as :authority: answered or refused, and the server goes on. */
export const authorities: readonly CaseInit[] = AUTHORITIES.map(([id, value, what]) =>
  bad({
    id: `authority/${id}`,
    title: `A call whose :authority is ${what} is answered or refused`,
    source: SOURCE,
    fields: head({ ':authority': value }),
    reply: ['OK', 'RST_STREAM PROTOCOL_ERROR'],
    observed: EITHER,
    ...(id === 'socket' ? { issue: 'grpc/grpc#38142' } : {}),
  }),
);
