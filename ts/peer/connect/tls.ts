/** Tls of Connect for Node is Node's own: node:http2 on top of node:tls. */
import type { SecureServerOptions } from 'node:http2';
import { isIP, type NetConnectOpts } from 'node:net';
import * as tls from 'node:tls';
import type { ServerTls } from '../../gen/crosswire/peer/v1/peer_pb.js';
import type { ClientTls } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { contextOptions, readingKeys, versionOptions } from '../tls.ts';

/** secureOptions ask for a client's certificate where there is a CA to check it. */
export function secureOptions(wanted: ServerTls): SecureServerOptions {
  const { certPem: cert, keyPem: key, clientCaPem: ca, alpn } = wanted;
  return {
    ...{ cert, key, ...versionOptions(wanted) },
    ...(ca && { ca, requestCert: true, rejectUnauthorized: true }),
    // node:http2 writes its own ALPNProtocols over others; a callback it leaves alone.
    ...(alpn.includes('http/1.1') && { allowHTTP1: true }),
    ...(alpn.length > 0 && {
      ALPNCallback: ({ protocols }) => alpn.find((name) => protocols.includes(name)),
    }),
  };
}

/** Dial opens the socket of an HTTP/2 connection. */
export type Dial = (to: NetConnectOpts) => tls.TLSSocket;

/** secureDial reads the keys at once, so that a plan with unreadable ones is refused. */
export function secureDial(wanted: ClientTls, host: string, protocol: string): Dial {
  const secureContext = readingKeys(() => tls.createSecureContext(contextOptions(wanted)));
  const { serverName, alpn } = wanted;
  // RFC 6066, section 3: an IP address is no server name.
  const servername = serverName || (isIP(host) ? '' : host);
  const ALPNProtocols = alpn.length > 0 ? alpn : [protocol];
  return (to) => tls.connect({ ...to, secureContext, servername, ALPNProtocols });
}
