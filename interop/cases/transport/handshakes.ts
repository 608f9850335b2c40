import type { CodeName } from '../../contract/code.ts';
import type { Dial, ListenerSettings } from '../../contract/listen.ts';
import { probe } from '../bytes.ts';
import type { CaseInit } from '../define.ts';
import { KINDS, type Kind, needsOf, requests } from '../kinds.ts';

/** Handshakes that shall succeed, and such as shall not. */

const TLS = 'RFC 9113, 9.2: TLS 1.2 or higher; 3.3: ALPN with "h2"';
const VERIFY =
  'RFC 9110, 4.3.4: a client verifies that the service identity matches the authority; RFC 5280, 6';
const FAILED =
  'statuscodes.md, UNAVAILABLE: what a client library says of a connection that breaks, or never comes to be (wait-for-ready.md: a call fails when the channel is in TRANSIENT_FAILURE)';

interface Handshake {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly listen?: ListenerSettings;
  readonly dial?: Dial;
  readonly needs?: readonly string[];
  readonly issue?: string;
}

const [UNARY] = KINDS as readonly [Kind];

function shakeCase(
  { id, listen, dial = {}, needs = [], ...rest }: Handshake,
  code: CodeName,
): CaseInit {
  const ok = code === 'OK';
  return {
    ...rest,
    ...(needs.length > 0 ? { tier: 'each-peer' } : {}),
    id: `tls/${id}`,
    listen: { transport: 'tls', ...listen },
    dial,
    needs: needsOf(UNARY, ...needs),
    plan: { method: UNARY.method, steps: [requests(UNARY, 1)] },
    expect: {
      code,
      messages: ok ? [probe.response(3)] : [],
      observed: ok ? { seen: true, messages: [probe.request(3)] } : { seen: false },
    },
  };
}

const MTLS = { transport: 'mtls' } as const;
const CLIENT_VERSIONS = ['client.tls-versions'];
const SERVER_VERSIONS = ['server.tls-versions'];

const succeeding: readonly Handshake[] = [
  { id: 'ok', title: 'A call over TLS is OK', source: TLS },
  {
    id: 'name-of-target',
    title: 'A client that is given no name wants that of the target',
    source: VERIFY,
    dial: { serverName: '' },
  },
  {
    id: 'other-name-wanted',
    title: 'A client that wants another name takes a certificate with that',
    source: VERIFY,
    listen: { certificate: 'other-name' },
    dial: { serverName: 'elsewhere.crosswire.test' },
    issue: 'grpc-node#1974',
  },
  {
    id: 'mtls/ok',
    title: 'A client shows its certificate where the server wants one',
    source: 'RFC 8446, 4.3.2, "Certificate Request"',
    listen: MTLS,
    dial: { certificate: 'run' },
  },
  {
    id: 'unasked-certificate',
    title: 'A client that has a certificate calls a server that wants none',
    source: 'RFC 8446, 4.3.2: a client that is not asked shows none',
    dial: { certificate: 'run' },
  },
  ...(['1.2', '1.3'] as const).flatMap((version): Handshake[] => [
    {
      id: `server-${version}`,
      title: `A server that has TLS ${version} alone is called`,
      source: TLS,
      listen: { minVersion: version, maxVersion: version },
      needs: SERVER_VERSIONS,
    },
    {
      id: `client-${version}`,
      title: `A client that has TLS ${version} alone calls`,
      source: TLS,
      dial: { minVersion: version, maxVersion: version },
      needs: CLIENT_VERSIONS,
    },
  ]),
];

const NO_VERSION =
  'RFC 8446, 4.2.1: without a common version the handshake ends with "protocol_version"';
const NO_PROTOCOL =
  'RFC 7301, 3.2: without a common protocol it ends with "no_application_protocol"';

const failing: readonly Handshake[] = [
  {
    id: 'server/expired',
    title: "A client refuses a server's certificate that has expired",
    source: VERIFY,
    listen: { certificate: 'expired' },
  },
  {
    id: 'server/other-authority',
    title: 'A client refuses a certificate of an authority that it does not trust',
    source: VERIFY,
    listen: { certificate: 'other-authority' },
  },
  {
    id: 'server/self-signed',
    title: 'A client refuses a certificate that signs itself',
    source: VERIFY,
    listen: { certificate: 'self-signed' },
  },
  {
    id: 'server/other-name',
    title: 'A client refuses a certificate with another name',
    source: VERIFY,
    listen: { certificate: 'other-name' },
  },
  {
    id: 'client/other-trust',
    title: 'A client that trusts another authority refuses the right certificate',
    source: VERIFY,
    dial: { trusts: 'other' },
  },
  {
    id: 'client/other-name',
    title: 'A client that wants a name that is not in the certificate refuses it',
    source: VERIFY,
    dial: { serverName: 'elsewhere.crosswire.test' },
    issue: 'grpc-node#1974',
  },
  {
    id: 'mtls/no-certificate',
    title: 'A server that wants certificates refuses a client without',
    source: 'RFC 8446, 4.4.2.4: "certificate_required"',
    listen: MTLS,
  },
  {
    id: 'mtls/other-authority',
    title: "A server refuses a client's certificate of another authority",
    source: 'RFC 8446, 6.2: "unknown_ca"',
    listen: MTLS,
    dial: { certificate: 'other-authority' },
  },
  {
    id: 'mtls/expired',
    title: "A server refuses a client's certificate that has expired",
    source: 'RFC 8446, 6.2: "certificate_expired"',
    listen: MTLS,
    dial: { certificate: 'expired' },
  },
  {
    id: 'version/none-in-common',
    title: 'A server of TLS 1.2 and a client of TLS 1.3 have nothing in common',
    source: NO_VERSION,
    listen: { maxVersion: '1.2' },
    dial: { minVersion: '1.3' },
    needs: [...CLIENT_VERSIONS, ...SERVER_VERSIONS],
  },
  {
    id: 'alpn/server-without-h2',
    title: 'A server that offers http/1.1 alone is not called',
    source: `${TLS}; ${NO_PROTOCOL}`,
    listen: { alpn: ['http/1.1'] },
    needs: ['server.tls-alpn'],
  },
  {
    id: 'alpn/client-without-h2',
    title: 'A client that offers http/1.1 alone does not call',
    source: `${TLS}; ${NO_PROTOCOL}`,
    dial: { alpn: ['http/1.1'] },
    needs: ['client.tls-alpn'],
  },
];

/** TLS and mTLS: what must come of each. */
export const handshakes: readonly CaseInit[] = [
  ...succeeding.map((one) => shakeCase(one, 'OK')),
  ...failing.map((one) => shakeCase({ ...one, source: `${one.source}; ${FAILED}` }, 'UNAVAILABLE')),
];
