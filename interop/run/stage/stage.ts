import { setTimeout as delay } from 'node:timers/promises';
import type { Difference } from '../../contract/result.ts';
import type {
  ClientOptions,
  ListenOptions,
  Relay,
  Stage,
  StageClient,
  StageRegistry,
  StageServer,
} from '../../contract/stage.ts';
import type { Cell } from '../../contract/vocabulary.ts';
import { serversOf } from '../../matrix/peers.ts';
import type { Services } from '../services.ts';
import { end, type Live } from '../session.ts';
import { LiveClient } from './client.ts';
import { LiveRegistry } from './registry.ts';
import { LiveServer } from './server.ts';

const POLL_MS = 25;

/** What a stage is set up with. */
export interface StageSetting {
  readonly cell: Cell;
  /** Unique in the run, and good in paths and names. */
  readonly word: string;
  readonly client: Live;
  /** The run's process of a server peer. */
  readonly server: (peer: string) => Promise<Live>;
  /** A process of this stage alone; the stage ends it. */
  readonly apart: (peer: string) => Promise<Live>;
  readonly services: Services;
}

/** A ScenarioOver ends a scenario whose stage has said why. */
export class ScenarioOver extends Error {
  override readonly name = 'ScenarioOver';
}

/** A LiveStage is a scenario's stage over real processes; disposing closes what was opened, in reverse. */
export class LiveStage implements Stage, AsyncDisposable {
  readonly cell: Cell;
  readonly word: string;
  readonly differences: Difference[] = [];
  readonly notes: string[] = [];
  readonly #setting: StageSetting;
  readonly #servers: LiveServer[] = [];
  readonly #opened = new AsyncDisposableStack();
  readonly #began = performance.now();
  #clients = 0;

  constructor(setting: StageSetting) {
    this.cell = setting.cell;
    this.word = setting.word;
    this.#setting = setting;
  }

  check(field: string, expected: string, actual: string): void {
    this.holds(field, expected, actual, expected === actual);
  }

  holds(field: string, expected: string, actual: string, holds: boolean): void {
    if (!holds) this.differences.push({ field, expected, actual });
  }

  fail(field: string, expected: string, actual: string): never {
    this.differences.push({ field, expected, actual });
    throw new ScenarioOver(field);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  clientStderr(): string {
    return this.#setting.client.running.stderrTail();
  }

  now(): number {
    return performance.now() - this.#began;
  }

  sleep(ms: number): Promise<void> {
    return delay(ms);
  }

  async until(isSo: () => Promise<boolean>, limitMs: number): Promise<boolean> {
    const limit = this.now() + limitMs;
    while (!(await isSo())) {
      if (this.now() >= limit) return false;
      await delay(POLL_MS);
    }
    return true;
  }

  async servers(options: ListenOptions = {}) {
    const peers = serversOf(this.cell);
    const of = (at: number) => this.#open(peers[at % peers.length] ?? '', options);
    return [await of(0), await of(1), await of(2)] as const;
  }

  server({ apart = false, peer, ...options }: Parameters<Stage['server']>[0] = {}) {
    const [first = ''] = serversOf(this.cell);
    return this.#open(peer ?? first, options, apart);
  }

  async #open(peer: string, options: ListenOptions, apart = false): Promise<LiveServer> {
    const { server, apart: start } = this.#setting;
    const live = apart ? await start(peer) : await server(peer);
    if (apart) this.#opened.defer(() => end(live));
    const number = this.#servers.length + 1;
    const id = `${this.word}-${number}`;
    const opened = await LiveServer.open(live, id, `${peer} ${number}`, { ...options, apart });
    this.#servers.push(opened);
    if (!apart) this.#opened.defer(() => opened.close());
    return opened;
  }

  async registry(
    kind: 'zookeeper' | 'consul',
    { own = false, started = true, dc = 'dc1' }: Parameters<Stage['registry']>[1] = {},
  ): Promise<StageRegistry> {
    const { services } = this.#setting;
    const service = await (own ? services.own(kind, !started) : services.shared(kind, dc));
    if (own) this.#opened.use(service);
    return this.#opened.use(new LiveRegistry(kind, service, own));
  }

  async relay(upstream: string): Promise<Relay> {
    const service = this.#opened.use(await this.#setting.services.relay(upstream));
    return {
      address: service.address('relay'),
      pause: () => service.pause(),
      resume: () => service.resume(),
    };
  }

  async proxy(kind: 'nginx' | 'haproxy', upstreams: readonly StageServer[]): Promise<string> {
    const addresses = upstreams.map((one) => one.address);
    const proxy = await this.#setting.services.proxy(kind, addresses);
    this.#opened.use(proxy.service);
    return proxy.h2c;
  }

  client(options: ClientOptions): StageClient {
    this.#clients += 1;
    const { client } = this.#setting;
    const key = `${this.word}-c${this.#clients}`;
    this.#opened.defer(() => client.control.close({ channelKey: key }));
    const atEnd = (stop: () => Promise<unknown>) =>
      this.#opened.defer(async () => void (await stop()));
    const shared = { servers: this.#servers, now: () => this.now(), atEnd };
    return new LiveClient({ client, key, ...shared }, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }
}
