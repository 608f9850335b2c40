import type { ServiceKind } from '../contract/vocabulary.ts';
import { type RunCertificate, runCertificate } from '../launch/certificates.ts';
import type { RunningService, ServiceLauncher } from '../launch/infrastructure.ts';
import { consul } from '../launch/services/consul.ts';
import { haproxy } from '../launch/services/haproxy.ts';
import { nginx } from '../launch/services/nginx.ts';
import { relay } from '../launch/services/relay.ts';
import { zookeeper } from '../launch/services/zookeeper.ts';

/** The name in every run's certificate, which clients expect of a proxy wherever it runs. */
export const PROXY_NAME = 'proxy.crosswire.test';

/** A Proxy is one in front of some servers: where clients dial it, plain and with TLS. */
export interface Proxy {
  readonly service: RunningService;
  readonly h2c: string;
  readonly tls: string;
  /** The authority that the certificate of its TLS port is from. */
  readonly caPem: string;
}

/** The Services of a run: registries that its cases share, started when first asked for, and others made to order. */
export class Services implements AsyncDisposable {
  readonly #launcher: ServiceLauncher;
  readonly #missing: ReadonlyMap<ServiceKind, string>;
  readonly #opened = new AsyncDisposableStack();
  readonly #shared = new Map<string, Promise<RunningService>>();
  readonly #proxies = new Map<string, Promise<Proxy>>();
  #certificate: Promise<RunCertificate> | undefined;
  #count = 0;

  /** `missing` says what can't be had here, and what would get it. */
  constructor(launcher: ServiceLauncher, missing: ReadonlyMap<ServiceKind, string>) {
    this.#launcher = launcher;
    this.#missing = missing;
  }

  /** Why a case that needs these can't run here; undefined when it can. */
  lack(kinds: readonly ServiceKind[]): string | undefined {
    return kinds.map((kind) => this.#missing.get(kind)).find((line) => line !== undefined);
  }

  /** The run's ZooKeeper, or its Consul of a data centre; the second data centre joins the first. */
  shared(kind: 'zookeeper' | 'consul', datacenter: string): Promise<RunningService> {
    const key = kind === 'consul' ? `consul-${datacenter}` : kind;
    const found = this.#shared.get(key);
    if (found !== undefined) return found;
    const started = this.#startShared(kind, datacenter, key);
    this.#shared.set(key, started);
    return started;
  }

  async #startShared(kind: 'zookeeper' | 'consul', datacenter: string, name: string) {
    const joined = kind === 'consul' && datacenter !== 'dc1';
    const first = joined ? await this.shared('consul', 'dc1') : undefined;
    const spec =
      kind === 'zookeeper'
        ? zookeeper()
        : consul({ datacenter, ...(first === undefined ? {} : { join: first.address('wan') }) });
    return this.#opened.use(await this.#launcher.startService(spec, name));
  }

  /** A registry for one stage alone, which ends it; `down` leaves it to be started. */
  own(kind: 'zookeeper' | 'consul', down: boolean): Promise<RunningService> {
    const spec = kind === 'zookeeper' ? zookeeper() : consul({ datacenter: 'dc1' });
    return this.#launcher.startService(spec, this.#name(kind), { down });
  }

  relay(upstream: string): Promise<RunningService> {
    return this.#launcher.startService(relay({ upstream }), this.#name('relay'));
  }

  /** A proxy over some servers, which its user ends. */
  async proxy(kind: 'nginx' | 'haproxy', upstreams: readonly string[]): Promise<Proxy> {
    this.#certificate ??= runCertificate([PROXY_NAME]);
    const { caPem, certPem, keyPem } = await this.#certificate;
    const frontends = [
      { port: 'h2c', upstreams },
      { port: 'tls', upstreams, tls: { certPem, keyPem } },
    ];
    const spec = kind === 'nginx' ? nginx(frontends) : haproxy(frontends);
    const service = await this.#launcher.startService(spec, this.#name(kind));
    return { service, h2c: service.address('h2c'), tls: service.address('tls'), caPem };
  }

  /** The run's proxy in front of one server, as long as that server lives at this address. */
  proxyBefore(kind: 'nginx' | 'haproxy', upstream: string): Promise<Proxy> {
    const key = `${kind} ${upstream}`;
    const found = this.#proxies.get(key);
    if (found !== undefined) return found;
    const started = this.proxy(kind, [upstream]).then((proxy) => {
      this.#opened.use(proxy.service);
      return proxy;
    });
    this.#proxies.set(key, started);
    return started;
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}-${this.#count}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}
