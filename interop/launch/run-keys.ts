import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AUTHORITY, alternatives, DAYS, inKeyFolder, NEW_KEY, openssl } from './openssl.ts';

/** A Signed is a certificate with its key, both PEM. */
export interface Signed {
  readonly certPem: string;
  readonly keyPem: string;
}

/** The RunKeys of a run: two authorities, and what they signed for servers and clients, good and bad. */
export interface RunKeys {
  /** The authority that the run's programs trust. */
  readonly authorityPem: string;
  /** One that they don't. */
  readonly otherAuthorityPem: string;
  readonly server: Readonly<Record<ServerCertificate, Signed>>;
  readonly client: Readonly<Record<ClientCertificate, Signed>>;
}

/** A server's certificates: the good one, and what may be wrong with one. */
const SERVER = ['run', 'expired', 'other-name', 'other-authority', 'self-signed'] as const;
export type ServerCertificate = (typeof SERVER)[number];

/** A client's. */
const CLIENT = ['run', 'expired', 'other-authority'] as const;
export type ClientCertificate = (typeof CLIENT)[number];

/** The day on which the expired ones were. */
const LONG_AGO = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];

/** Makes all keys of a run, the server's for these names, by the openssl program; takes about a second. */
export async function runKeys(names: readonly string[]): Promise<RunKeys> {
  return inKeyFolder(configuration(names), async (folder) => {
    await writeFile(join(folder, 'database'), '');
    return new Maker(folder).all();
  });
}

const configuration = (names: readonly string[]): string => `${AUTHORITY}[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${alternatives(names)}
[other-name]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:elsewhere.crosswire.test
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
[ca]
default_ca = own
[own]
database = database
new_certs_dir = .
default_md = sha256
policy = any
rand_serial = yes
[any]
commonName = optional
`;

type Extensions = 'authority' | 'server' | 'other-name' | 'client';

/** A Maker makes keys in one folder, where openssl keeps its files. */
class Maker {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<RunKeys> {
    const [run, other] = [
      await this.#self('run', 'authority'),
      await this.#self('other', 'authority'),
    ];
    return {
      authorityPem: run.certPem,
      otherAuthorityPem: other.certPem,
      server: {
        run: await this.#signed('server', 'run', 'server'),
        expired: await this.#expired('server-expired', 'server'),
        'other-name': await this.#signed('server-other-name', 'run', 'other-name'),
        'other-authority': await this.#signed('server-other', 'other', 'server'),
        'self-signed': await this.#self('server-self', 'server'),
      },
      client: {
        run: await this.#signed('client', 'run', 'client'),
        expired: await this.#expired('client-expired', 'client'),
        'other-authority': await this.#signed('client-other', 'other', 'client'),
      },
    };
  }

  async #self(name: string, extensions: Extensions): Promise<Signed> {
    await openssl(
      this.#folder,
      ...this.#request(name),
      '-x509',
      ...DAYS,
      '-extensions',
      extensions,
    );
    return this.#read(name);
  }

  async #signed(name: string, by: string, extensions: Extensions): Promise<Signed> {
    const signer = ['-CA', `${by}.crt`, '-CAkey', `${by}.key`];
    const rest = ['-x509', ...DAYS, '-extensions', extensions, ...signer];
    await openssl(this.#folder, ...this.#request(name), ...rest);
    return this.#read(name);
  }

  async #expired(name: string, extensions: Extensions): Promise<Signed> {
    await openssl(
      this.#folder,
      'req',
      '-new',
      '-config',
      'config',
      ...NEW_KEY,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    const signer = ['-cert', 'run.crt', '-keyfile', 'run.key', '-extensions', extensions];
    const files = ['-in', `${name}.csr`, '-out', `${name}.crt`];
    await openssl(
      this.#folder,
      'ca',
      '-batch',
      '-notext',
      '-config',
      'config',
      ...signer,
      ...LONG_AGO,
      ...files,
    );
    return this.#read(name);
  }

  #request(name: string): string[] {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    return ['req', '-config', 'config', ...NEW_KEY, '-subj', `/CN=crosswire ${name}`, ...files];
  }

  async #read(name: string): Promise<Signed> {
    const file = (ending: string) => readFile(join(this.#folder, `${name}.${ending}`), 'utf8');
    return { certPem: await file('crt'), keyPem: await file('key') };
  }
}
