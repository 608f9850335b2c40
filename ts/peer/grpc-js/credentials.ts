/** Credentials of grpc-js: plaintext, or TLS as its own factories make it. */
import * as tls from 'node:tls';
import * as grpc from '@grpc/grpc-js';
import type { ServerTls } from '../../gen/crosswire/peer/v1/peer_pb.js';
import type { ClientTls } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';
import { contextOptions, readingKeys, versionOf } from '../tls.ts';

/** clientCredentials: only a secure context of the caller's own bounds the versions. */
export function clientCredentials(wanted: ClientTls | undefined): grpc.ChannelCredentials {
  if (!wanted) return grpc.credentials.createInsecure();
  checkAlpn(wanted.alpn);
  const { serverCaPem: ca, keyPem: key, certPem: cert, minVersion, maxVersion } = wanted;
  return readingKeys(() =>
    minVersion || maxVersion
      ? grpc.credentials.createFromSecureContext(tls.createSecureContext(contextOptions(wanted)))
      : grpc.credentials.createSsl(bytesOf(ca), bytesOf(key), bytesOf(cert)),
  );
}

/** serverCredentials ask for a client's certificate where there is a CA to check it. */
export function serverCredentials(wanted: ServerTls | undefined): grpc.ServerCredentials {
  if (!wanted) return grpc.ServerCredentials.createInsecure();
  checkAlpn(wanted.alpn);
  checkVersions(wanted);
  const { certPem, keyPem, clientCaPem } = wanted;
  const pair = { cert_chain: Buffer.from(certPem), private_key: Buffer.from(keyPem) };
  return grpc.ServerCredentials.createSsl(bytesOf(clientCaPem), [pair], clientCaPem !== '');
}

function bytesOf(pem: string): Buffer | null {
  return pem === '' ? null : Buffer.from(pem);
}

/** RFC 9113, section 3.2: h2 is HTTP/2's name, and the only one that grpc-js says. */
function checkAlpn(alpn: readonly string[]): void {
  if (alpn.length === 0 || (alpn.length === 1 && alpn[0] === 'h2')) return;
  throw new UnsupportedPart('tls.alpn', 'grpc-js always says h2, and nothing else');
}

/** Bounds that are Node's defaults are honoured as they are. */
function checkVersions({ minVersion, maxVersion }: ServerTls): void {
  const reason = 'ServerCredentials.createSsl takes no TLS versions';
  if (minVersion && versionOf(minVersion) !== tls.DEFAULT_MIN_VERSION) {
    throw new UnsupportedPart('tls.minVersion', reason);
  }
  if (maxVersion && versionOf(maxVersion) !== tls.DEFAULT_MAX_VERSION) {
    throw new UnsupportedPart('tls.maxVersion', reason);
  }
}
