import type { StageRegistry, WrittenEntry } from '../../contract/stage.ts';
import type { RunningService } from '../../launch/infrastructure.ts';
import { ConsulHands } from '../../registry/consul.ts';
import { ZooKeeperHands } from '../../registry/zookeeper.ts';
import { StageError } from './server.ts';

/** The name of the port that clients of a registry dial. */
const CLIENT_PORT = 'client';

/** A LiveRegistry is a running ZooKeeper or Consul as a scenario uses it. */
export class LiveRegistry implements StageRegistry, Disposable {
  readonly kind: 'zookeeper' | 'consul';
  readonly #service: RunningService;
  readonly #own: boolean;
  #zookeeper: ZooKeeperHands | undefined;

  constructor(kind: 'zookeeper' | 'consul', service: RunningService, own: boolean) {
    this.kind = kind;
    this.#service = service;
    this.#own = own;
  }

  get address(): string {
    return this.#service.address(CLIENT_PORT);
  }

  uri(name: string): string {
    return `${this.kind}://${this.address}/${name}`;
  }

  passing(name: string): Promise<readonly string[]> {
    return this.kind === 'consul'
      ? this.#consul().passing(name)
      : this.#hands().entries(`/${name}`);
  }

  forget(name: string): Promise<void> {
    return this.#consul().forget(name);
  }

  read(path: string): Promise<string> {
    return this.#hands().read(path);
  }

  async write(name: string, entry: WrittenEntry): Promise<void> {
    if ('data' in entry) await this.#hands().write(`/${name}`, entry.id, entry.data);
    else await this.#consul().write(name, entry);
  }

  setKey(key: string, text: string | undefined): Promise<void> {
    return this.#consul().setKey(key, text);
  }

  kill(): Promise<void> {
    this.#mustBeOwn();
    return this.#service.kill();
  }

  start(): Promise<void> {
    this.#mustBeOwn();
    return this.#service.start();
  }

  [Symbol.dispose](): void {
    this.#zookeeper?.[Symbol.dispose]();
  }

  #consul(): ConsulHands {
    return new ConsulHands(this.#service.harnessAddress(CLIENT_PORT));
  }

  #hands(): ZooKeeperHands {
    this.#zookeeper ??= new ZooKeeperHands(this.#service.harnessAddress(CLIENT_PORT));
    return this.#zookeeper;
  }

  #mustBeOwn(): void {
    if (!this.#own) throw new StageError(`this ${this.kind} serves other cases too`);
  }
}
