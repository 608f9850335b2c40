/** Pool is the servers of a target, each with its connection, from which one is picked for each RPC. */
import { Code, ConnectError } from '@connectrpc/connect';
import { type Chooser, chooserOf } from '../choose.ts';
import { addressOf } from '../entry.ts';
import { parseTarget } from '../target.ts';
import type { ServerEntry, Watch } from '../types.ts';
import { watchServers } from '../watch.ts';
import type { DiscoveryTransportOptions } from './options.ts';
import { plainSession } from './options.ts';
import { Server } from './server.ts';

export class Pool {
  readonly #options: DiscoveryTransportOptions;
  readonly #chooser: Chooser;
  readonly #watch: Watch;
  #servers = new Map<string, Server>();
  /** False until a registry has said what there is. */
  #known = false;
  #unreachable: Error | undefined;
  #closed = false;
  #change = Promise.withResolvers<void>();

  constructor(options: DiscoveryTransportOptions) {
    this.#options = options;
    this.#chooser = chooserOf(options.policy ?? 'round_robin');
    this.#watch = watchServers(parseTarget(options.target), {
      servers: (list) => this.#take(list.filter(({ weight }) => weight > 0)),
      unreachable: (error) => {
        this.#unreachable = error;
        this.#changed();
      },
    });
  }

  /** pickNow is undefined when no server is connected. */
  pickNow(): Server | undefined {
    if (this.#closed) throw new ConnectError('the transport is closed', Code.Canceled);
    return this.#chooser.choose([...this.#servers.values()].filter((server) => server.check()));
  }

  /** pick waits for a server that is connected; it throws UNAVAILABLE when there is none to wait for. */
  async pick(signal: AbortSignal): Promise<Server> {
    for (;;) {
      const picked = this.pickNow();
      if (picked) return picked;
      const reason = this.#hopeless();
      if (reason && !this.#options.waitForReady) throw reason;
      await changeOr(this.#change.promise, signal);
    }
  }

  close(): void {
    this.#closed = true;
    this.#watch.close();
    for (const server of this.#servers.values()) server.close();
    this.#changed();
  }

  /** hopeless is why a call need not wait: nothing is known and can be, or nobody can be connected to. */
  #hopeless(): ConnectError | undefined {
    const { target } = this.#options;
    const all = [...this.#servers.values()];
    if (!this.#known) return this.#unreachable && unavailable(this.#unreachable.message);
    if (all.length === 0) return unavailable(`no servers in ${target}`);
    const [first] = all;
    if (!first || all.some(({ lastError }) => lastError === undefined)) return undefined;
    const error = ConnectError.from(first.lastError).rawMessage;
    return unavailable(`no server of ${target} can be reached: ${first.key}: ${error}`);
  }

  /** Servers that stay keep their connections, whatever their weight is now. */
  #take(list: readonly ServerEntry[]): void {
    this.#known = true;
    const earlier = this.#servers;
    this.#servers = new Map();
    for (const entry of list) {
      const key = addressOf(entry);
      const server = earlier.get(key) ?? this.#server(key);
      server.weight = entry.weight;
      this.#servers.set(key, server);
      earlier.delete(key);
    }
    for (const gone of earlier.values()) gone.retire();
    this.#changed();
  }

  #server(key: string): Server {
    const baseUrl = `${this.#options.scheme ?? 'http'}://${key}`;
    const session = (this.#options.session ?? plainSession)(baseUrl);
    const transport = this.#options.transport(baseUrl, session);
    const server = new Server(key, {
      ...{ baseUrl, session, transport },
      changed: () => this.#changed(),
    });
    server.check();
    return server;
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}

function unavailable(message: string): ConnectError {
  return new ConnectError(message, Code.Unavailable);
}

/** changeOr rejects, with what an RPC that is given up ends with, when the signal comes first. */
function changeOr(change: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(ConnectError.from(signal.reason, Code.Canceled));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  change.then(resolve);
  return promise.finally(() => signal.removeEventListener('abort', abort));
}
