import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where Debian's update-ca-certificates takes a machine's own certificates from. */
const LOCAL_CERTIFICATES = '/usr/local/share/ca-certificates';

/** One argument of a program may have 128 KiB on Linux, and base64 needs a third more than the file. */
const CERTIFICATES_LIMIT = 64 * 1024;

/** How a build reaches the network. It doesn't change what is built, and so doesn't count in the tag. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** The build arguments among `names` that our environment sets: registries and what is told to tools. */
export const registryArgs = (names: readonly string[]): Record<string, string> =>
  fromEnvironment(names);

/** The arguments that only make the network reachable: proxies, and certificate authorities of this machine. */
export async function networkArgs(): Promise<Record<string, string>> {
  const certificates = await extraCertificates();
  const ca =
    certificates === '' ? {} : { EXTRA_CA_B64: Buffer.from(certificates).toString('base64') };
  return { ...fromEnvironment(PROXIES), ...ca };
}

function fromEnvironment(names: readonly string[]): Record<string, string> {
  const pairs = names.map((name) => [name, process.env[name] ?? ''] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** NODE_EXTRA_CA_CERTS may name a whole bundle; then the machine's own certificates are meant by it, and enough. */
async function extraCertificates(): Promise<string> {
  const local = (await readdir(LOCAL_CERTIFICATES).catch(() => [])).filter((name) =>
    name.endsWith('.crt'),
  );
  const files = local.map((name) => join(LOCAL_CERTIFICATES, name));
  const named = process.env.NODE_EXTRA_CA_CERTS;
  const small = named !== undefined && (await sizeOf(named)) <= CERTIFICATES_LIMIT;
  const texts = (small ? [...files, named] : files).map((file) => readFile(file, 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => Number.POSITIVE_INFINITY,
  );
