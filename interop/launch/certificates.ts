import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** A RunCertificate is a server's certificate with its key, and the authority that signed it, made for one run. */
export interface RunCertificate {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
const DAYS = ['-days', '2'];

/** Makes an authority and a server certificate for these names and for this machine, by the openssl program. */
export async function runCertificate(names: readonly string[]): Promise<RunCertificate> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswire-keys-'));
  try {
    return await makeIn(folder, [...new Set([...names, ...LOCAL_NAMES])]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Extensions come from a file alone: `-addext` beside a system's openssl.cnf may give one twice. */
async function makeIn(folder: string, names: readonly string[]): Promise<RunCertificate> {
  const at = (file: string) => join(folder, file);
  const openssl = (...args: string[]) => runTool('openssl', args, { cwd: folder });
  await writeFile(at('config'), configuration(names));
  const request = ['req', '-x509', '-config', 'config', ...NEW_KEY, ...DAYS];
  await openssl(
    ...[...request, '-subj', '/CN=crosswire run', '-extensions', 'authority'],
    ...['-keyout', 'ca.key', '-out', 'ca.crt'],
  );
  await openssl(
    ...[...request, '-subj', '/CN=crosswire server', '-extensions', 'server'],
    ...['-CA', 'ca.crt', '-CAkey', 'ca.key', '-keyout', 'server.key', '-out', 'server.crt'],
  );
  const [caPem = '', certPem = '', keyPem = ''] = await Promise.all(
    ['ca.crt', 'server.crt', 'server.key'].map((file) => readFile(at(file), 'utf8')),
  );
  return { caPem, certPem, keyPem };
}

const configuration = (names: readonly string[]): string => `[req]
distinguished_name = empty
[empty]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${names.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(', ')}
`;
