import type { KnownDifference } from '../../contract/known.ts';
import { RAW } from '../../contract/raw.ts';

const FINDINGS = 'docs/findings.md';
const GRPCIO = ['python-grpcio', 'python-grpcio-aio'] as const;
const CONNECT = ['ts-connect', 'go-connect'] as const;

const ofServers = (
  servers: readonly string[],
  cases: readonly string[],
  rest: Pick<KnownDifference, 'instead' | 'reason'> & { readonly at: string },
): KnownDifference => {
  const { at, ...known } = rest;
  const ids = cases.map((id) => `compression/wire/server/${id}`);
  return { ...known, cases: ids, clients: [RAW], servers, link: `${FINDINGS}#${at}` };
};

const ofClients = (
  clients: readonly string[],
  id: string,
  rest: Pick<KnownDifference, 'instead' | 'reason'> & { readonly at: string },
): KnownDifference => {
  const { at, ...known } = rest;
  const cases = [`compression/wire/client/${id}`];
  return { ...known, cases, clients, servers: [RAW], link: `${FINDINGS}#${at}` };
};

const MEMBERS = {
  reason:
    'grpcio reads one member of a gzip and takes the next one for rubbish; RFC 1952, 2.2: a gzip is a series of members',
  at: 'grpcio-reads-one-member-of-a-gzip',
};

const NO_BYTES = {
  reason:
    'what has no bytes is taken for an empty message, though its Compressed-Flag says gzip, which has 18 bytes at the least (RFC 1952, 2.3); statuscodes.md: "Could not decompress, but compression algorithm supported" is INTERNAL',
  at: 'nothing-at-all-passes-for-gzip',
};

const coded = (coding: string) =>
  ofServers(
    GRPCIO,
    ['none', 'identity', 'unknown'].map((accept) => `${coding}-for-${accept}`),
    {
      instead: { 'facts.codings': coding },
      reason: `the grpcio server compresses whatever the client accepts; compression.md: where a client doesn't support the algorithm "it SHALL send the message uncompressed"`,
      at: 'grpcio-servers-compress-for-clients-that-cant-read-it',
    },
  );

/** What is known of compression. */
export const OF_COMPRESSION: readonly KnownDifference[] = [
  coded('gzip'),
  coded('deflate'),
  ofServers(CONNECT, ['not-asked'], {
    instead: { 'facts.codings': 'gzip' },
    reason:
      'Connect servers compress without being told to, connect-node from 1 KiB on; compression.md, test case 1: "data MUST NOT be compressed"',
    at: 'connect-servers-compress-unasked',
  }),
  ofServers(['go-grpc', 'ts-connect'], ['says-what-it-took'], {
    instead: { 'facts.encodings': 'none' },
    reason:
      'the server takes gzip and never says so; compression.md: "it MUST include said encoding in the response\'s grpc-accept-encoding header"',
    at: 'servers-do-not-say-which-compressions-they-have',
  }),
  ofServers(GRPCIO, ['gzip-two-members'], {
    instead: { 'facts.reply': 'INTERNAL', 'observed.seen': 'false' },
    ...MEMBERS,
  }),
  ofClients(GRPCIO, 'gzip-two-members', {
    instead: { code: 'INTERNAL', 'messages.count': '0', 'messages[0]': 'absent' },
    ...MEMBERS,
  }),
  ofServers([...CONNECT, ...GRPCIO], ['flag-without-bytes'], {
    instead: { 'facts.reply': 'OK' },
    ...NO_BYTES,
  }),
  ofClients([...CONNECT, ...GRPCIO], 'flag-without-bytes', {
    instead: { code: 'OK' },
    ...NO_BYTES,
  }),
];
