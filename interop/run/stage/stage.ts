import { setTimeout as delay } from 'node:timers/promises';
import type { ListenerSettings } from '../../contract/listen.ts';
import { RAW } from '../../contract/raw.ts';
import type { Difference } from '../../contract/result.ts';
import type {
  ClientOptions,
  RawScript,
  Relay,
  Stage,
  StageClient,
  StageRawServer,
  StageRegistry,
  StageServer,
} from '../../contract/stage.ts';
import type { Cell } from '../../contract/vocabulary.ts';
import type { WireUse } from '../../contract/wire.ts';
import { serverFacts } from '../../judge/facts.ts';
import { serversOf } from '../../matrix/peers.ts';
import type { Keys } from '../keys.ts';
import { RawListener } from '../raw.ts';
import type { Services } from '../services.ts';
import { end, type Live } from '../session.ts';
import { type Calling, limitsOf } from './calling.ts';
import { LiveClient } from './client.ts';
import { LiveRegistry } from './registry.ts';
import { LiveServer } from './server.ts';
import { StageTaps } from './taps.ts';

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
  readonly keys: Keys;
  /** A tap before every server. */
  readonly wire?: WireUse;
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
  readonly #taps: StageTaps | undefined;
  #clients = 0;
  #raws = 0;

  constructor(setting: StageSetting) {
    this.cell = setting.cell;
    this.word = setting.word;
    this.#setting = setting;
    if (setting.wire !== undefined) this.#taps = this.#opened.use(new StageTaps(setting.wire));
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

  clientStats() {
    return this.#setting.client.control.stats();
  }

  clientCapabilities(): readonly string[] {
    const { capabilities } = this.#setting.client.info;
    return capabilities.filter((one) => one.supported).map(({ id }) => id);
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

  async servers(options: ListenerSettings = {}) {
    const peers = serversOf(this.cell);
    const of = (at: number) => this.#open(peers[at % peers.length] ?? '', options);
    return [await of(0), await of(1), await of(2)] as const;
  }

  server({ apart = false, peer, ...options }: Parameters<Stage['server']>[0] = {}) {
    const [first = ''] = serversOf(this.cell);
    return this.#open(peer ?? first, options, apart);
  }

  readonly #tapped = async (server: string, address: string) =>
    this.#taps === undefined ? address : this.#taps.before(server, address);

  async #open(peer: string, options: ListenerSettings, apart = false): Promise<LiveServer> {
    const { server, apart: start, keys } = this.#setting;
    const live = apart ? await start(peer) : await server(peer);
    if (apart) this.#opened.defer(() => end(live));
    const number = this.#servers.length + 1;
    const id = `${this.word}-${number}`;
    const before = this.#servers.find(({ address }) => address === options.again);
    const opening = { ...options, apart, keys, ...this.#placed(before) };
    const opened = await LiveServer.open(live, id, `${peer} ${number}`, opening);
    this.#servers.push(opened);
    if (!apart) this.#opened.defer(() => opened.close());
    return opened;
  }

  /** A server that takes the port of another is behind the same tap. */
  #placed(before: LiveServer | undefined) {
    if (before === undefined) return { tapped: this.#tapped };
    return { tapped: async () => before.address, again: before.bound };
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

  async raw(
    connections: readonly RawScript[],
    place: Parameters<Stage['raw']>[1] = {},
  ): Promise<StageRawServer> {
    this.#raws += 1;
    const name = `${RAW}${this.#raws}`;
    const live = await this.#setting.server(RAW);
    const listener = this.#opened.use(
      await RawListener.open(live, `${this.word}-${name}`, connections, place),
    );
    const address = await this.#tapped(name, listener.address);
    return {
      address,
      facts: async () => serverFacts((await listener.observe(0))?.frames ?? []),
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
    const { guardMs, timeout } = limitsOf(this.cell);
    const shared = { servers: this.#servers, guardMs, now: () => this.now(), atEnd };
    return new LiveClient({ client, key, ...shared }, this.#calling({ ...timeout, ...options }));
  }

  async #calling({ dial, ...options }: ClientOptions): Promise<Calling> {
    const tls = dial && (await this.#setting.keys.ofClient('tls', dial));
    return { ...options, ...(tls && { tls }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }
}
