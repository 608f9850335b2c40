import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AUTHORITY, alternatives, DAYS, inKeyFolder, NEW_KEY, openssl } from './openssl.ts';

/** A RunCertificate is a server's certificate with its key, and the authority that signed it, made for one run. */
export interface RunCertificate {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];

/** Makes an authority and a server certificate for these names and for this machine, by the openssl program. */
export async function runCertificate(names: readonly string[]): Promise<RunCertificate> {
  return inKeyFolder(configuration([...new Set([...names, ...LOCAL_NAMES])]), makeIn);
}

async function makeIn(folder: string): Promise<RunCertificate> {
  const request = ['req', '-x509', '-config', 'config', ...NEW_KEY, ...DAYS];
  await openssl(
    folder,
    ...[...request, '-subj', '/CN=crosswire run', '-extensions', 'authority'],
    ...['-keyout', 'ca.key', '-out', 'ca.crt'],
  );
  await openssl(
    folder,
    ...[...request, '-subj', '/CN=crosswire server', '-extensions', 'server'],
    ...['-CA', 'ca.crt', '-CAkey', 'ca.key', '-keyout', 'server.key', '-out', 'server.crt'],
  );
  const [caPem = '', certPem = '', keyPem = ''] = await Promise.all(
    ['ca.crt', 'server.crt', 'server.key'].map((file) => readFile(join(folder, file), 'utf8')),
  );
  return { caPem, certPem, keyPem };
}

const configuration = (names: readonly string[]): string => `${AUTHORITY}[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${alternatives(names)}
`;
