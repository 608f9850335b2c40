import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { TYPE } from '../../../contract/http2.ts';
import type { CaseInit } from '../../define.ts';
import { CONNECTION, type RawStep, wire } from '../script.ts';
import { badServer, part, request } from './parts.ts';

const FAILED =
  'gRPC over HTTP/2, "Connection failure": if a detectable connection failure occurs on the client, all calls are closed with UNAVAILABLE';
const BROKEN =
  'statuscodes.md: some data transmitted before the connection breaks is UNAVAILABLE; gRPC over HTTP/2, "Connection failure"';

const HTTP_1 =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad request.';

interface Odd {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly RawStep[];
}

const BYTES = wire.awaitBytes(1);

/** What servers do that don't speak HTTP/2 at all. */
const NOT_HTTP2: readonly Odd[] = [
  {
    id: 'http1-400',
    title: 'An answer of HTTP/1.1',
    steps: [BYTES, wire.write(HTTP_1), wire.close()],
  },
  {
    id: 'http1-400-kept-open',
    title: 'An answer of HTTP/1.1 on a connection that stays',
    steps: [BYTES, wire.write(HTTP_1.replace('close', 'keep-alive'))],
  },
  {
    id: 'http1-400-at-once',
    title: 'An answer of HTTP/1.1 before any request',
    steps: [wire.write(HTTP_1), wire.close()],
  },
  {
    id: 'garbage',
    title: 'Four kilobytes that mean nothing',
    steps: [BYTES, wire.write(Buffer.alloc(4096, 0xff))],
  },
  {
    id: 'ssh',
    title: 'The greeting of an SSH server',
    steps: [wire.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')],
  },
  { id: 'closed-at-accept', title: 'A connection that is closed at once', steps: [wire.close()] },
  {
    id: 'reset-at-accept',
    title: 'A connection that is reset at once',
    steps: [wire.close(true)],
  },
  {
    id: 'closed-after-bytes',
    title: 'A connection that is closed after the first bytes of the client',
    steps: [BYTES, wire.close()],
  },
];

function notHttp2({ id, title, steps }: Odd): CaseInit {
  return badServer({
    id: `connection/${id}`,
    title: `${title} makes the call UNAVAILABLE`,
    source: FAILED,
    scripts: [{ notHttp2: true, noPreface: true, steps: [...steps] }],
    code: 'UNAVAILABLE',
    observed: { seen: 'either' },
  });
}

const SETTINGS_FRAME = wire.frame(TYPE.SETTINGS, CONNECTION);
const PUBLIC_TLS = { tls: {} };
const HELLO = wire.awaitBytes(1);

/** What servers do that don't speak TLS, or not to the end. */
const NOT_TLS: readonly Odd[] = [
  { id: 'garbage', title: 'Garbage', steps: [HELLO, wire.write(Buffer.alloc(512, 0xee))] },
  {
    id: 'fatal-alert',
    title: 'A fatal alert, handshake_failure',
    steps: [HELLO, wire.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])), wire.close()],
  },
  {
    id: 'fatal-alert-kept-open',
    title: 'A fatal alert on a connection that stays',
    steps: [HELLO, wire.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))],
  },
  {
    id: 'plaintext-http2',
    title: 'An HTTP/2 preface in plaintext',
    steps: [SETTINGS_FRAME, HELLO],
  },
  {
    id: 'http1-400',
    title: 'An answer of HTTP/1.1 in plaintext',
    steps: [HELLO, wire.write(HTTP_1), wire.close()],
  },
  { id: 'closed', title: 'The end after the client hello', steps: [HELLO, wire.close()] },
  { id: 'reset', title: 'A reset after the client hello', steps: [HELLO, wire.close(true)] },
  {
    id: 'closed-in-a-record',
    title: 'The end in the middle of a handshake record',
    steps: [HELLO, wire.write(Buffer.from([0x16, 3, 3, 0, 100, 2, 0, 0, 96, 3, 3])), wire.close()],
  },
];

function notTls({ id, title, steps }: Odd): CaseInit {
  return badServer({
    id: `tls/${id}`,
    title: `${title} instead of a TLS handshake makes the call UNAVAILABLE`,
    source: FAILED,
    plan: PUBLIC_TLS,
    scripts: [{ notHttp2: true, noPreface: true, steps: [...steps] }],
    code: 'UNAVAILABLE',
    observed: { seen: 'either' },
  });
}

/** How a connection ends under a call. */
const ENDS: Readonly<Record<string, readonly RawStep[]>> = {
  'before-headers': [],
  'after-headers': [part.headers],
  'in-a-message': [part.headers, wire.data(Buffer.from([0, 0, 0]))],
  'after-a-message': [part.headers, part.message],
  'in-a-frame': [part.headers, wire.write(Buffer.from([0, 0, 100, 0, 0, 0, 0, 0]))],
};

function ended(place: string, reset: boolean, large: boolean): CaseInit {
  const how = reset ? 'reset' : 'closed';
  const steps = [...(ENDS[place] ?? []), wire.close(reset)];
  return badServer({
    id: `connection/${how}-${place}${large ? '-large' : ''}`,
    title: `A connection that is ${how} ${place.replaceAll('-', ' ')} of the answer${large ? ', during an upload,' : ''} makes the call UNAVAILABLE`,
    source: BROKEN,
    ...(large
      ? {
          kind: 'client-stream' as const,
          plan: { steps: [request(true)] },
          connection: { noWindows: true },
          atOnce: [wire.awaitFrames(TYPE.DATA, 1), ...steps],
        }
      : { steps }),
    code: 'UNAVAILABLE',
  });
}

const ENDED = Object.keys(ENDS).flatMap((place) =>
  [false, true].flatMap((reset) => [ended(place, reset, false), ended(place, reset, true)]),
);

const OTHERS: readonly CaseInit[] = [
  badServer({
    id: 'connection/silent',
    title: 'A call to a server that never says a word ends at its deadline',
    source: 'statuscodes.md: DEADLINE_EXCEEDED where the server fails to respond in time',
    plan: { timeout: durationFromMs(1_000) },
    scripts: [{ notHttp2: true, noPreface: true, steps: [wire.awaitClosed(10_000)] }],
    code: 'DEADLINE_EXCEEDED',
    observed: { seen: 'either' },
  }),
  badServer({
    id: 'connection/silent-tls',
    title: 'A call to a server that never answers the client hello ends at its deadline',
    source: 'statuscodes.md: DEADLINE_EXCEEDED where the server fails to respond in time',
    plan: { ...PUBLIC_TLS, timeout: durationFromMs(1_000) },
    scripts: [{ notHttp2: true, noPreface: true, steps: [wire.awaitClosed(10_000)] }],
    code: 'DEADLINE_EXCEEDED',
    observed: { seen: 'either' },
  }),
  badServer({
    id: 'connection/settings-only',
    title: 'A call that the server never answers ends at its deadline',
    source: 'statuscodes.md: DEADLINE_EXCEEDED where the server fails to respond in time',
    plan: { timeout: durationFromMs(1_000) },
    code: 'DEADLINE_EXCEEDED',
  }),
  badServer({
    id: 'connection/closed-after-settings',
    title: 'A connection that is closed right after SETTINGS makes the call UNAVAILABLE',
    source: FAILED,
    scripts: [{ steps: [wire.close()] }],
    code: 'UNAVAILABLE',
    observed: { seen: 'either' },
  }),
];

/** Connections that are no HTTP/2, no TLS, or end. */
export const connection: readonly CaseInit[] = [
  ...NOT_HTTP2.map(notHttp2),
  ...NOT_TLS.map(notTls),
  ...ENDED,
  ...OTHERS,
];
