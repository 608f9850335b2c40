/** Resolver tells grpc-js of the servers that a registry has. */
import { type ChannelOptions, experimental, Metadata, status } from '@grpc/grpc-js';
import { addressOf } from '../entry.ts';
import { parseTarget } from '../target.ts';
import type { ServerEntry, Target, Watch } from '../types.ts';
import { watchServers } from '../watch.ts';
import { serviceConfigOf } from './service-config.ts';

type Listener = ConstructorParameters<Parameters<typeof experimental.registerResolver>[1]>[1];

/** WEIGHTS is the attribute with the weights by "host:port"; with this prefix it isn't part of a connection's identity. */
export const WEIGHTS = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.discovery_weights`;

export class DiscoveryResolver implements experimental.Resolver {
  readonly #uri: string;
  readonly #target: Target;
  readonly #listener: Listener;
  readonly #serviceConfig;
  #watch: Watch | undefined;

  constructor(uri: experimental.GrpcUri, listener: Listener, options: ChannelOptions) {
    this.#uri = experimental.uriToString(uri);
    this.#target = parseTarget(this.#uri);
    this.#listener = listener;
    const config = serviceConfigOf(options);
    this.#serviceConfig = config ? experimental.statusOrFromValue(config) : null;
  }

  /** The path or the service, as in grpc-go: a registry's address is no server's name. */
  static getDefaultAuthority(uri: experimental.GrpcUri): string {
    const { name } = parseTarget(experimental.uriToString(uri));
    return encodeURIComponent(name.replace(/^\//, ''));
  }

  /** What the registry says comes by itself, so that asking again has nothing to do. */
  updateResolution(): void {
    this.#watch ??= watchServers(this.#target, {
      servers: (list) => this.#tell(list.filter(({ weight }) => weight > 0)),
      unreachable: (error) => this.#fail(error.message),
    });
  }

  destroy(): void {
    this.#watch?.close();
    this.#watch = undefined;
  }

  #tell(list: readonly ServerEntry[]): void {
    const endpoints = list.map(({ host, port }) => ({ addresses: [{ host, port }] }));
    const weights = new Map(list.map((one) => [addressOf(one), one.weight]));
    const found = experimental.statusOrFromValue(endpoints);
    this.#listener(found, { [WEIGHTS]: weights }, this.#serviceConfig, `from ${this.#uri}`);
    // An empty list leaves round_robin of grpc-js idle, with its calls waiting: an error after it fails them.
    if (list.length === 0) this.#fail(`no servers in ${this.#uri}`);
  }

  /** A balancer that has servers keeps them. */
  #fail(details: string): void {
    const error = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
    this.#listener(experimental.statusOrFromError(error), {}, this.#serviceConfig, '');
  }
}
