import { randomBytes } from 'node:crypto';
import type { ContainerRuntimeClient } from 'testcontainers';
import { steerTestcontainers } from './engine.ts';
import { NetworkKept } from './errors.ts';
import { Janitor } from './janitor.ts';
import { ownerText, thisOwner } from './owner.ts';
import { removeRun } from './sweep.ts';

/** Of the images: who may write into the volume (docker/*.Dockerfile). */
const USER = 65532;

/** A ContainerRun is what the containers of one run share: an id in their labels, a network, a volume for sockets, a janitor. */
export class ContainerRun implements AsyncDisposable {
  readonly id = randomBytes(5).toString('hex');
  readonly network = `crosswire-${this.id}`;
  readonly volume = `crosswire-${this.id}`;
  readonly client: ContainerRuntimeClient;
  /** Whether the network has IPv6: not on every engine. */
  hasIpv6 = true;
  readonly #ipv4 = new Map<string, string>();
  readonly #janitor = new Janitor();

  private constructor(client: ContainerRuntimeClient) {
    this.client = client;
  }

  /** Opens a run: the janitor knows of it before the engine does. */
  static async open(): Promise<ContainerRun> {
    await steerTestcontainers();
    const { getContainerRuntimeClient } = await import('testcontainers');
    const run = new ContainerRun(await getContainerRuntimeClient());
    run.#janitor.watchRun(run.id);
    await Promise.all([run.#makeNetwork(), run.#makeVolume()]);
    return run;
  }

  /** With IPv6 in a range of the run's own (RFC 4193), or without where the engine can't. */
  async #makeNetwork(): Promise<void> {
    const options = {
      ...{ Name: this.network, CheckDuplicate: true, Driver: 'bridge' },
      Labels: this.labels('network'),
    };
    const [, a, b, c] = /^(..)(....)(....)$/.exec(this.id) ?? [];
    const IPAM = { Config: [{ Subnet: `fd${a}:${b}:${c}::/64` }] };
    try {
      await this.client.network.create({ ...options, EnableIPv6: true, IPAM });
    } catch {
      this.hasIpv6 = false;
      await this.client.network.create(options);
    }
  }

  /** Keeps the IPv4 address of a container, by its name. */
  keepIpv4(name: string, ip: string): void {
    this.#ipv4.set(name, ip);
  }

  /** `host:port` with the IPv4 address of a container that is named: a name stands for both families. */
  withIpv4(address: string): string {
    const [name = '', port = ''] = address.split(':');
    const ip = this.#ipv4.get(name);
    return ip === undefined ? address : `${ip}:${port}`;
  }

  /** In memory: sockets need no disk. */
  async #makeVolume(): Promise<void> {
    const o = `uid=${USER},gid=${USER},mode=0700,size=1m`;
    await this.client.container.dockerode.createVolume({
      ...{ Name: this.volume, Driver: 'local', Labels: this.labels('volume') },
      DriverOpts: { type: 'tmpfs', device: 'tmpfs', o },
    });
  }

  /** The labels by which a sweep finds what is ours, whose it is, and how old. */
  labels(kind: 'peer' | 'service' | 'network' | 'volume'): Record<string, string> {
    return {
      crosswire: kind,
      'crosswire.run': this.id,
      'crosswire.owner': ownerText(thisOwner()),
      'crosswire.since': String(Date.now()),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeRun(this.id).catch((error: unknown) => {
      if (!(error instanceof NetworkKept)) throw error;
      console.error(`warning: ${error.message}`);
    });
    await this.#janitor[Symbol.asyncDispose]();
  }
}
