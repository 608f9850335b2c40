import type { CaseInit } from '../../define.ts';
import { wire } from '../script.ts';
import { bad, connectionError, EITHER, LIMIT_MS, SEEN, UNSEEN, whole } from './request.ts';

/** What begins a connection. */

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** The beginning of a TLS 1.2 handshake: a record of 512 bytes with a ClientHello. */
const CLIENT_HELLO = Buffer.concat([
  Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
  Buffer.alloc(506, 0x5a),
]);

/** Bytes that begin no HTTP/2. */
function noPreface(id: string, title: string, bytes: Uint8Array | string): CaseInit {
  return bad({
    id: `preface/${id}`,
    title: `${title} ends the connection`,
    source:
      'RFC 9113, 3.4: an invalid connection preface MUST be a connection error of type PROTOCOL_ERROR; "A GOAWAY frame MAY be omitted"',
    script: { noPreface: true },
    steps: [wire.write(bytes), wire.awaitClosed(LIMIT_MS)],
    reply: connectionError('PROTOCOL_ERROR'),
    observed: UNSEEN,
  });
}

/** Nothing may go out before the preface: an acknowledgement of the server's SETTINGS neither. */
const LATE = { noPreface: true, noAcks: true } as const;

const pausing = [
  bad({
    id: 'preface/slow',
    title: 'A preface in two halves, with a second between them, begins a connection',
    source: 'RFC 9113, 3.4: no time is said',
    script: LATE,
    steps: [
      wire.write(PREFACE.slice(0, 12)),
      wire.sleep(1000),
      wire.write(PREFACE.slice(12)),
      wire.write(EMPTY_SETTINGS),
      ...whole(),
    ],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'preface/half',
    title: 'Of half a preface, and nothing more, the rest is waited for',
    source: 'RFC 9113, 3.4: no time is said, and what has come is the beginning of a preface',
    script: LATE,
    steps: [wire.write(PREFACE.slice(0, 12)), wire.awaitClosed(2000)],
    reply: 'nothing',
    observed: UNSEEN,
  }),
  bad({
    id: 'preface/silence',
    title: 'A connection that says nothing for a second, and then speaks, is served',
    source: 'RFC 9113, 3.4: no time is said',
    script: LATE,
    steps: [wire.sleep(1000), wire.write(PREFACE), wire.write(EMPTY_SETTINGS), ...whole()],
    reply: 'OK',
    observed: SEEN,
  }),
  bad({
    id: 'preface/no-settings',
    title: 'A preface without SETTINGS ends the connection',
    source:
      'RFC 9113, 3.4: the sequence "MUST be followed by a SETTINGS frame", and an invalid preface MUST be a connection error of type PROTOCOL_ERROR',
    script: LATE,
    steps: [wire.write(PREFACE), ...whole()],
    reply: connectionError('PROTOCOL_ERROR'),
    observed: EITHER,
  }),
  bad({
    id: 'preface/no-acks',
    title: "A call is answered, whether the server's SETTINGS were acknowledged or not",
    source: 'RFC 9113, 6.5.3: SETTINGS_TIMEOUT only after "a reasonable amount of time"',
    script: { noAcks: true },
    steps: whole(),
    reply: 'OK',
    observed: SEEN,
  }),
];

/** Connections that begin in some other way. */
export const connections: readonly CaseInit[] = [
  noPreface(
    'http-1',
    'An HTTP/1.1 request',
    'POST /crosswire.probe.v1.Probe/Unary HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  ),
  noPreface('tls', 'A TLS handshake on a port without TLS', CLIENT_HELLO),
  noPreface('garbage', 'Garbage', Buffer.alloc(200, 0xa5)),
  noPreface('one-letter-wrong', 'A preface with one wrong letter', PREFACE.replace('SM', 'SX')),
  ...pausing,
];
