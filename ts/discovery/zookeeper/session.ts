/**
 * Session is one session with ZooKeeper for a whole process: all watches and entries of the same
 * registry (and the same session timeout) share it, and the last one that releases it ends it.
 */
import { Pause } from '../pause.ts';
import { Connection } from './connection.ts';
import { type Requests, ZookeeperError } from './requests.ts';

/** SessionListener is told of connections, never from within `listen`. */
export interface SessionListener {
  /** `anew` when the session is another than before: what the last one held is gone. */
  connected(requests: Requests, anew: boolean): void;
  lost(error: Error): void;
}

export const SESSION_TIMEOUT_MS = 10_000;

const open = new Map<string, Session>();

/** openSession takes part in the process's session, or begins it. Each use must be released. */
export function openSession(address: string, timeoutMs = SESSION_TIMEOUT_MS): Session {
  const key = `${address} ${timeoutMs}`;
  const session = open.get(key) ?? new Session(address, timeoutMs, () => open.delete(key));
  open.set(key, session);
  return session.retain();
}

export class Session {
  readonly #address: string;
  readonly #timeoutMs: number;
  readonly #ended: () => void;
  readonly #pause = new Pause();
  readonly #listeners = new Set<SessionListener>();
  #connection: Connection;
  #users = 0;
  #connected = false;
  #anew = true;
  #lastError: Error | undefined;

  constructor(address: string, timeoutMs: number, ended: () => void) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
    this.#ended = ended;
    this.#connection = this.#connect();
  }

  retain(): this {
    this.#users += 1;
    return this;
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#ended();
    await this.#connection.close();
  }

  /** listen tells the listener how things stand, and of what comes, until the answer is called. */
  listen(listener: SessionListener): () => void {
    this.#listeners.add(listener);
    queueMicrotask(() => {
      if (!this.#listeners.has(listener)) return;
      if (this.#connected) listener.connected(this.#connection.requests, true);
      else if (this.#lastError) listener.lost(this.#lastError);
    });
    return () => this.#listeners.delete(listener);
  }

  /** run does something that may be done twice, again when the connection was lost, for so long. */
  async run<T>(withinMs: number, work: (requests: Requests) => Promise<T>): Promise<T> {
    const until = Date.now() + withinMs;
    for (;;) {
      const requests = await this.#whenConnected(until);
      try {
        return await work(requests);
      } catch (error) {
        if (error instanceof ZookeeperError && error.reason !== 'CONNECTION_LOSS') throw error;
      }
    }
  }

  #whenConnected(until: number): Promise<Requests> {
    const { promise, resolve, reject } = Promise.withResolvers<Requests>();
    const late = () =>
      reject(this.#lastError ?? new Error(`zookeeper at ${this.#address} is silent`));
    const timer = setTimeout(late, Math.max(0, until - Date.now()));
    const leave = this.listen({ connected: resolve, lost: () => undefined });
    return promise.finally(() => {
      clearTimeout(timer);
      leave();
    });
  }

  #connect(): Connection {
    this.#anew = true;
    return new Connection(this.#address, this.#timeoutMs, this.#pause, {
      connected: () => this.#connectedAgain(),
      lost: (error) => this.#lost(error),
      expired: () => {
        this.#lost(new Error(`zookeeper at ${this.#address}: the session has expired`));
        this.#connection = this.#connect();
      },
    });
  }

  #connectedAgain(): void {
    this.#connected = true;
    const anew = this.#anew;
    this.#anew = false;
    for (const one of [...this.#listeners]) one.connected(this.#connection.requests, anew);
  }

  #lost(error: Error): void {
    this.#connected = false;
    this.#lastError = error;
    for (const one of [...this.#listeners]) one.lost(error);
  }
}
