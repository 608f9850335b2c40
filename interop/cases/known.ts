import type { KnownDifference } from '../contract/known.ts';
import { OF_CANCELLATION } from './cancellation/known.ts';
import { OF_COMPRESSION } from './compression/known.ts';
import { OF_DEADLINE } from './deadline/known.ts';
import { OF_EXCEPTIONS } from './exceptions/known.ts';
import { KNOWN_HEALTH } from './health/known.ts';
import { OF_NODE } from './known-node.ts';
import { OF_METADATA } from './metadata/known.ts';
import { OF_OFFICIAL } from './official/known.ts';
import { KNOWN_PAYLOADS } from './payload/known.ts';
import { OF_PROTOCOLS } from './protocols/known.ts';
import { OF_PROXIES, withProxies } from './proxy/known.ts';
import { KNOWN_CLIENTS } from './raw/known-clients.ts';
import { OF_BAD_CLIENTS } from './raw/known-servers.ts';
import { KNOWN_REFLECTION } from './reflection/known.ts';
import { OF_SIZE } from './size/known.ts';
import { OF_STATUS } from './status/known.ts';
import { OF_STREAMS } from './streams/known.ts';
import { KNOWN_TRANSPORT } from './transport/known.ts';

const NODE_CLIENTS = ['ts-grpc-js', 'ts-connect'] as const;
/** Servers that write a space in grpc-message as it is, where the gRPC specification lets them. */
const PLAIN_SPACES = ['python-grpcio', 'python-grpcio-aio', 'go-grpc', 'go-connect'] as const;

const FINDINGS = 'docs/findings.md';

/** grpc-js decodes grpc-message with decodeURI; the same name under Connect's encoding. */
function undecodedColon(id: string, name: string): KnownDifference {
  return {
    cases: [`subjects/${id}`],
    clients: ['ts-grpc-js'],
    servers: ['ts-connect'],
    instead: { message: JSON.stringify(`unknown subject%3A ${name}`) },
    reason:
      'the grpc-js client leaves %3A and other reserved characters of grpc-message encoded; gRPC over HTTP/2, "Status-Message", wants all of it percent-decoded',
    link: `${FINDINGS}#grpc-js-leaves-reserved-characters-encoded`,
  };
}

/** Of the peers themselves. */
const OF_PEERS: readonly KnownDifference[] = [
  {
    cases: [
      'exceptions/unary/native-error',
      'exceptions/server-stream/native-error',
      'exceptions/server-stream/native-error-after-messages',
      'exceptions/client-stream/native-error',
      'exceptions/bidi-stream/native-error',
      'exceptions/bidi-stream/native-error-after-messages',
    ],
    clients: 'all',
    servers: ['ts-connect'],
    instead: { code: 'INTERNAL' },
    reason:
      'the connect-node server makes INTERNAL of an error that is not its own; statuscodes.md gives UNKNOWN to a handler that throws',
    link: `${FINDINGS}#connect-node-answers-internal-for-a-thrown-error`,
  },
  {
    cases: ['exceptions/unary/return-nothing', 'exceptions/client-stream/return-nothing'],
    clients: 'all',
    servers: ['ts-connect'],
    instead: { code: 'OK', 'messages.count': '1' },
    reason:
      'the connect-node server takes undefined for an empty message, so the mistake looks like success',
    link: `${FINDINGS}#a-handler-that-returns-nothing-looks-like-success`,
  },
  {
    cases: ['exceptions/unary/return-nothing'],
    clients: 'all',
    servers: ['go-grpc'],
    instead: { code: 'OK', 'messages.count': '1' },
    reason:
      'the grpc-go server encodes a nil response as an empty message, so the mistake looks like success',
    link: 'https://github.com/grpc/grpc-go/issues/532',
  },
  {
    cases: ['exceptions/client-stream/return-nothing'],
    clients: ['python-grpcio', 'python-grpcio-aio'],
    servers: ['go-grpc'],
    instead: { code: 'OK' },
    reason:
      'the grpcio client takes status OK without the one response that is due for success and hands out None; statuscodes.md makes a response cardinality violation UNIMPLEMENTED at the client',
    link: `${FINDINGS}#grpcio-takes-a-missing-response-for-success`,
  },
  {
    cases: ['status/message/leading-space', 'status/message/trailing-space'],
    clients: NODE_CLIENTS,
    servers: PLAIN_SPACES,
    instead: { message: '""' },
    reason:
      'the server writes a grpc-message that starts or ends with a space, which RFC 9113, 8.2.1 forbids though the gRPC grammar lets it; Node drops such a header, and the message with it',
    link: 'https://github.com/nodejs/node/issues/56703',
  },
  undecodedColon('unknown-subject', 'Alchemy'),
  undecodedColon('unknown-subject-beyond-ascii', '炼金术 😈'),
  {
    cases: [
      'deadline/unary/exceeded',
      'deadline/server-stream/exceeded',
      'deadline/client-stream/exceeded',
      'deadline/bidi-stream/exceeded',
    ],
    clients: [...NODE_CLIENTS, 'python-grpcio', 'python-grpcio-aio'],
    servers: ['go-grpc'],
    instead: { code: 'CANCELLED' },
    sometimes:
      "the grpc-go server resets the stream at the deadline, and its reset may come before the client's own timer",
    reason:
      'the client takes the reset (CANCEL) for a cancellation and does not look at its own deadline, as grpc-go does; statuscodes.md wants DEADLINE_EXCEEDED',
    link: 'https://github.com/grpc/grpc-go/issues/2886',
  },
  {
    cases: ['metadata/unary/details'],
    clients: ['go-connect'],
    servers: 'all',
    instead: { details: 'google.protobuf.Int32Value 0x0805' },
    reason:
      'the connect-go client shows the name of a detail, and not the type URL that was sent; google.protobuf.Any wants the URL, with its prefix',
    link: `${FINDINGS}#smaller-ones`,
  },
];

/** What current releases are known to do otherwise; docs/findings.md tells each at length. */
export const KNOWN: readonly KnownDifference[] = [
  ...withProxies(OF_PEERS),
  ...OF_PROXIES,
  ...OF_NODE,
  ...KNOWN_HEALTH,
  ...KNOWN_PAYLOADS,
  ...KNOWN_REFLECTION,
  ...KNOWN_TRANSPORT,
  ...KNOWN_CLIENTS,
  ...OF_BAD_CLIENTS,
  ...OF_STATUS,
  ...OF_EXCEPTIONS,
  ...OF_METADATA,
  ...OF_CANCELLATION,
  ...OF_DEADLINE,
  ...OF_SIZE,
  ...OF_COMPRESSION,
  ...OF_STREAMS,
  ...OF_OFFICIAL,
  ...OF_PROTOCOLS,
];
