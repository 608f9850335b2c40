import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import { OFFICIAL_CASES } from '../cases/official/as-client.ts';
import type { External, ExternalClient, ExternalServer } from '../contract/external.ts';
import { LaunchError, messageOf } from '../launch/errors.ts';
import { splitAddress } from '../launch/split-address.ts';
import { within } from '../launch/within.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';
import type { Options } from './options.ts';
import { splitWords } from './words.ts';

/** How long somebody else's server may take to accept a connection, in milliseconds. */
const ANSWER_MS = 5_000;

/** An ExternalError says what is wrong with --peer-server or --peer-client. */
export class ExternalError extends LaunchError {
  override readonly name = 'ExternalError';
}

type ExternalOptions = Pick<
  Options,
  'peerServer' | 'peerClient' | 'protocol' | 'transport' | 'runner' | 'prove'
>;

/** Reads the two flags, and looks whether what they name is there; undefined where there are none. */
export async function externalOf({
  peerServer,
  peerClient,
  protocol,
  transport,
  runner,
  prove,
}: ExternalOptions): Promise<External | undefined> {
  if (peerServer.length + peerClient.length === 0) return undefined;
  if (runner === 'container' || runner === 'both') {
    throw new ExternalError(
      '--peer-server and --peer-client run with processes, which share this host',
    );
  }
  if (protocol.length + transport.length > 0) {
    throw new ExternalError(
      "--protocol and --transport choose none of these: a peer of somebody else's speaks gRPC, on TLS where its flag says so",
    );
  }
  if (prove) throw new ExternalError('--prove is about our own peers alone');
  const servers = await Promise.all(peerServer.map(serverOf));
  const clients = await Promise.all(peerClient.map(clientOf));
  checkNames([...servers, ...clients].map(({ name }) => name));
  return { servers, clients, cases: OFFICIAL_CASES };
}

/** `host:port[,name=…][,compression][,tls][,ca=<file>][,server-name=…]` */
async function serverOf(text: string): Promise<ExternalServer> {
  const [address = '', ...settings] = text.split(',');
  const fail = (why: string) => new ExternalError(`--peer-server ${JSON.stringify(text)}: ${why}`);
  const { host, port } = splitAddress(address);
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw fail('give host:port, such as 127.0.0.1:10000');
  }
  const read = settingsOf(settings, ['name', 'ca', 'server-name'], fail);
  await answers(host, port).catch((error: unknown) => {
    throw fail(`nothing answers there: ${messageOf(error)}`);
  });
  const ca = read.values.get('ca');
  return {
    ...common(read, address),
    address,
    caPem: ca === undefined ? '' : await fileText(ca, fail),
    serverName: read.values.get('server-name') ?? '',
    flag: ['--peer-server', text],
  };
}

/** `[name=…] [compression] [tls] command with arguments`, words as in a shell, though none is started. */
async function clientOf(text: string): Promise<ExternalClient> {
  const fail = (why: string) => new ExternalError(`--peer-client ${JSON.stringify(text)}: ${why}`);
  const words = splitWords(text);
  if (words === undefined) throw fail('a quote is not closed');
  const at = words.findIndex((word) => !/^(name=.*|compression|tls)$/.test(word));
  const file = at < 0 ? undefined : words[at];
  if (file === undefined) throw fail('give a command');
  await findProgram(file).catch(() => {
    throw fail(`there is no program ${JSON.stringify(file)}`);
  });
  return {
    ...common(settingsOf(words.slice(0, at), ['name'], fail), basename(file)),
    command: [file, ...words.slice(at + 1)],
    flag: ['--peer-client', text],
  };
}

interface Settings {
  readonly values: ReadonlyMap<string, string>;
  readonly words: ReadonlySet<string>;
}

function settingsOf(
  parts: readonly string[],
  names: readonly string[],
  fail: (why: string) => Error,
): Settings {
  const values = new Map<string, string>();
  const words = new Set<string>();
  for (const part of parts) {
    const [name = '', value] = part.split(/=(.*)/s, 2);
    if (value !== undefined && value !== '' && names.includes(name)) values.set(name, value);
    else if (value === undefined && ['compression', 'tls'].includes(name)) words.add(name);
    else throw fail(`${JSON.stringify(part)} is none of compression, tls, ${names.join('=…, ')}=…`);
  }
  return { values, words };
}

function common({ values, words }: Settings, otherwise: string) {
  return {
    name: values.get('name') ?? otherwise,
    transport: words.has('tls') ? ('tls' as const) : ('h2c' as const),
    compression: words.has('compression'),
  };
}

/** Names are told from each other and from ours, and stand in ids of verdicts. */
function checkNames(names: readonly string[]): void {
  const ours = MATRIX_PEERS.map(({ id }) => id);
  for (const [at, name] of names.entries()) {
    if (!/^[\w.:[\]-]{1,60}$/.test(name)) {
      throw new ExternalError(`${JSON.stringify(name)} can't be a peer's name: give name=…`);
    }
    if (ours.includes(name) || names.indexOf(name) !== at) {
      throw new ExternalError(`there is a peer called ${name} already: give name=…`);
    }
  }
}

async function answers(host: string, port: number): Promise<void> {
  const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', () => resolve()).once('error', reject);
  try {
    await within(ANSWER_MS, promise, () => new Error(`no answer within ${ANSWER_MS / 1000} s`));
  } finally {
    socket.destroy();
  }
}

async function fileText(path: string, fail: (why: string) => Error): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw fail(messageOf(error));
  });
}

/** Finds a program as a shell would. */
async function findProgram(file: string): Promise<void> {
  const folders = file.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  await Promise.any(
    folders.map((folder) => access(folder === '' ? file : join(folder, file), constants.X_OK)),
  );
}
