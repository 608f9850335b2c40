/** Tls reads both sides of a handshake as Node's TLS takes them. */
import type { SecureContextOptions, SecureVersion } from 'node:tls';
import { type ListenRequest, type ServerTls, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { type ClientTls, TlsVersion } from '../gen/crosswire/peer/v1/plan_pb.js';
import { BadRequest, badPlan } from './errors.ts';

/** serverTlsOf is there for a transport with TLS, and only for one. */
export function serverTlsOf({ transport, tls }: ListenRequest): ServerTls | undefined {
  const secured = transport === Transport.TLS || transport === Transport.MTLS;
  if (secured && !tls) throw new BadRequest('tls: a transport with TLS needs a certificate');
  if (!secured && tls) throw new BadRequest('tls: the transport has none');
  if (transport === Transport.MTLS && !tls?.clientCaPem) {
    throw new BadRequest('tls.clientCaPem: mutual TLS needs a CA for the clients');
  }
  return tls;
}

/** versionOptions bounds the handshake; what is unspecified is left to Node. */
export function versionOptions({
  minVersion,
  maxVersion,
}: ServerTls | ClientTls): Pick<SecureContextOptions, 'minVersion' | 'maxVersion'> {
  const lowest = versionOf(minVersion);
  const highest = versionOf(maxVersion);
  return { ...(lowest && { minVersion: lowest }), ...(highest && { maxVersion: highest }) };
}

/** versionOf is Node's name of a version. */
export function versionOf(version: TlsVersion): SecureVersion | undefined {
  if (version === TlsVersion.TLS_VERSION_1_2) return 'TLSv1.2';
  if (version === TlsVersion.TLS_VERSION_1_3) return 'TLSv1.3';
  return undefined;
}

/** contextOptions are the certificates and versions of a client. */
export function contextOptions(tls: ClientTls): SecureContextOptions {
  const { serverCaPem, certPem, keyPem } = tls;
  return {
    ...(serverCaPem && { ca: serverCaPem }),
    ...(certPem && { cert: certPem }),
    ...(keyPem && { key: keyPem }),
    ...versionOptions(tls),
  };
}

/** readingKeys takes PEM texts that nobody can read for a fault of the plan. */
export function readingKeys<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw badPlan(`tls: ${error}`);
  }
}
