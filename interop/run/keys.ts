import type { MessageInitShape } from '@bufbuild/protobuf';
import { type ListenRequestSchema, TlsVersion as WireTlsVersion } from '../contract/generated.ts';
import {
  type Dial,
  type ListenerSettings,
  SERVER_NAME,
  type TlsVersion,
} from '../contract/listen.ts';
import type { Transport } from '../contract/vocabulary.ts';
import type { ClientTlsInit } from '../contract/wire.ts';
import { type RunKeys, runKeys } from '../launch/run-keys.ts';

type ServerTlsInit = MessageInitShape<typeof ListenRequestSchema>['tls'];

const LOCAL_NAMES = ['localhost', '127.0.0.1', '127.0.0.2', '::1'];

const VERSIONS: Readonly<Record<TlsVersion, WireTlsVersion>> = {
  '1.2': WireTlsVersion.TLS_VERSION_1_2,
  '1.3': WireTlsVersion.TLS_VERSION_1_3,
};

/** Whether a transport has TLS. */
export function isSecure(transport: Transport): boolean {
  return transport === 'tls' || transport === 'mtls';
}

/** The Keys of a run, made when first asked for. */
export class Keys {
  readonly #names: readonly string[];
  #made: Promise<RunKeys> | undefined;

  /** The names are those of the hosts that servers may have. */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** A server's side of handshakes; undefined where there are none. */
  async ofServer(settings: ListenerSettings): Promise<ServerTlsInit> {
    const { transport = 'h2c', certificate = 'run', alpn = [] } = settings;
    if (!isSecure(transport)) return undefined;
    const { server, authorityPem } = await this.#all();
    return {
      ...server[certificate],
      ...versionsOf(settings),
      clientCaPem: transport === 'mtls' ? authorityPem : '',
      alpn: [...alpn],
    };
  }

  /** A client's. */
  async ofClient(transport: Transport, dial?: Dial): Promise<ClientTlsInit | undefined> {
    if (!isSecure(transport)) return undefined;
    const { trusts = 'run', serverName = SERVER_NAME, alpn = [] } = dial ?? {};
    const { client, authorityPem, otherAuthorityPem } = await this.#all();
    const certificate = dial === undefined && transport === 'mtls' ? 'run' : dial?.certificate;
    return {
      ...(certificate === undefined ? {} : client[certificate]),
      ...versionsOf(dial ?? {}),
      serverCaPem: trusts === 'run' ? authorityPem : otherAuthorityPem,
      serverName,
      alpn: [...alpn],
    };
  }

  #all(): Promise<RunKeys> {
    this.#made ??= runKeys([SERVER_NAME, ...LOCAL_NAMES, ...this.#names]);
    return this.#made;
  }
}

/** For what runs on plaintext alone. */
export const NO_KEYS = new Keys([]);

function versionsOf({ minVersion, maxVersion }: Pick<Dial, 'minVersion' | 'maxVersion'>) {
  return {
    ...(minVersion === undefined ? {} : { minVersion: VERSIONS[minVersion] }),
    ...(maxVersion === undefined ? {} : { maxVersion: VERSIONS[maxVersion] }),
  };
}
