/** Connection is one ZooKeeper session: it connects, and again when the connection is lost, until it expires. */
import zookeeper from 'node-zookeeper-client';
import type { Pause } from '../pause.ts';
import { type Manager, managerOf, State } from './manager.ts';
import { Requests } from './requests.ts';

/** ConnectionEvents is how a connection goes. */
export interface ConnectionEvents {
  connected(): void;
  /** The connection is lost, or an attempt has failed; the next one follows. */
  lost(error: Error): void;
  /** The session has ended, and with it what it held. Nothing follows. */
  expired(): void;
}

/** An attempt that has not led to a session within this time has failed; with a short session sooner. */
const ATTEMPT_MS = { least: 1000, most: 4000 };
/** How long a session may take to say goodbye. */
const GOODBYE_MS = 2000;

export class Connection {
  readonly requests: Requests;
  readonly #client;
  readonly #manager: Manager;
  readonly #address: string;
  readonly #attemptMs: number;
  readonly #pause: Pause;
  readonly #events: ConnectionEvents;
  #timer: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #connected = false;
  #closed = false;

  constructor(address: string, timeoutMs: number, pause: Pause, events: ConnectionEvents) {
    this.#address = address;
    this.#attemptMs = Math.min(ATTEMPT_MS.most, Math.max(ATTEMPT_MS.least, timeoutMs));
    this.#pause = pause;
    this.#events = events;
    this.#client = zookeeper.createClient(address, { sessionTimeout: timeoutMs });
    this.requests = new Requests(this.#client, address);
    this.#manager = managerOf(this.#client);
    this.#manager.findNextServer = (dial) => this.#await(dial);
    this.#manager.on('state', (state: number) => this.#changed(state));
    this.#client.connect();
  }

  /** close ends the session, so that what it holds is gone at once if ZooKeeper can be reached. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.requests.fail(new Error('the session was closed'));
    if (this.#connected) await this.#sayGoodbye();
    this.#manager.socket?.destroy();
  }

  #await(dial: (server: { host: string; port: number }) => void): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = setTimeout(() => this.#manager.socket?.destroy(), this.#attemptMs);
      dial(serverAt(this.#address));
    }, this.#pause.next());
  }

  #changed(state: number): void {
    if (state === State.DISCONNECTED) this.#lose();
    if (this.#closed) return;
    if (state === State.CONNECTED) this.#open();
    if (state === State.EXPIRED) this.#expire();
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#connected = true;
    this.#unanswered = 0;
    this.#pause.reset();
    const beat = Math.floor(this.#client.getSessionTimeout() / 3);
    this.#timer = setInterval(() => this.#beat(), beat);
    this.#events.connected();
  }

  #lose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#manager.connectTimeoutHandler ?? undefined);
    this.#manager.pendingBuffer = null;
    this.#connected = false;
    const error = new Error(`zookeeper at ${this.#address}: ${this.#reason()}`);
    this.requests.fail(error);
    if (!this.#closed) this.#events.lost(error);
  }

  #expire(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.requests.fail(new Error(`zookeeper at ${this.#address}: the session has expired`));
    this.#events.expired();
  }

  /** The library waits for answers for ever: a server that hangs would never be left. */
  #beat(): void {
    if (this.#unanswered === 2) this.#manager.socket?.destroy();
    this.#unanswered += 1;
    this.#client.exists('/', () => {
      this.#unanswered = 0;
    });
  }

  #reason(): string {
    const error: NodeJS.ErrnoException | null | undefined = this.#manager.socket?.errored;
    if (error) return error.message || (error.code ?? 'the connection broke');
    return this.#connected ? 'the connection was closed' : 'no session could be had';
  }

  async #sayGoodbye(): Promise<void> {
    const closed = Promise.withResolvers<void>();
    const timer = setTimeout(closed.resolve, GOODBYE_MS);
    this.#manager.on('state', (state: number) => state === State.CLOSED && closed.resolve());
    this.#client.close();
    await closed.promise;
    clearTimeout(timer);
  }
}

function serverAt(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  return { host, port: Number(address.slice(colon + 1)) };
}
