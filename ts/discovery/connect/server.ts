/** Server is one server of a transport: its HTTP/2 connection, kept up, and the RPCs under way on it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Transport } from '@connectrpc/connect';
import type { Http2SessionManager } from '@connectrpc/connect-node';
import type { Candidate } from '../choose.ts';
import { Pause } from '../pause.ts';
import { type Attempt, during, isConnected, observe } from './attempt.ts';

/** What the owner of servers makes them with. */
export interface Making {
  readonly baseUrl: string;
  readonly session: Http2SessionManager;
  readonly transport: Transport;
  /** Called when the server has been connected to, or could not be. */
  readonly changed: () => void;
}

/** A connection that isn't there after this time will not be. */
const DIAL_MS = 20_000;

export class Server implements Candidate {
  readonly key: string;
  weight = 1;
  active = 0;
  /** Why it could not be connected to, until it could. */
  lastError: unknown;
  readonly #making: Making;
  readonly #closed = new AbortController();
  #connecting = false;

  constructor(key: string, making: Making) {
    this.key = key;
    this.#making = making;
    observe(making.session);
  }

  /** check tells whether there is a connection; where there is none, one is opened in the background. */
  check(): boolean {
    if (isConnected(this.#making.session)) return true;
    this.#connect();
    return false;
  }

  /** run does an RPC here, and counts it until it is over. */
  async run<T>(attempt: Attempt, rpc: (transport: Transport) => Promise<T>): Promise<T> {
    this.active += 1;
    try {
      return await during(attempt, () => rpc(this.#making.transport));
    } finally {
      attempt.whenOver(() => this.#over());
    }
  }

  /** retire closes the connection once its last RPC is over. */
  retire(): void {
    this.#closed.abort();
    if (this.active === 0) this.close();
  }

  close(): void {
    this.#closed.abort();
    this.#making.session.abort();
  }

  #over(): void {
    this.active -= 1;
    if (this.#closed.signal.aborted) this.retire();
    else this.check();
  }

  #connect(): void {
    if (this.#connecting || this.#closed.signal.aborted) return;
    this.#connecting = true;
    void this.#connectOn().finally(() => {
      this.#connecting = false;
    });
  }

  /** The first attempt is at once, the next after a growing pause. */
  async #connectOn(): Promise<void> {
    const { signal } = this.#closed;
    const pause = new Pause();
    while (!signal.aborted) {
      await wait(pause.next(), undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || (await this.#connectOnce())) break;
      this.#making.changed();
    }
    this.#making.changed();
  }

  async #connectOnce(): Promise<boolean> {
    const { session } = this.#making;
    const late = setTimeout(() => session.abort(new Error('no connection in time')), DIAL_MS);
    const connected = (await session.connect()) !== 'error';
    clearTimeout(late);
    this.lastError = connected ? undefined : (session.error() ?? new Error('no connection'));
    return connected;
  }
}
