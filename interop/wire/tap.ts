import type { Route, Tap, WireRecord } from '../contract/wire.ts';
import { ControlError, WireFailed } from '../drive/errors.ts';
import type { WireClient } from './client.ts';

/** A LiveTap is a tap of the running wire program. */
export class LiveTap implements Tap {
  readonly route: Route;
  readonly #client: WireClient;
  readonly #id: string;
  readonly #openedAt = new Date();

  constructor(client: WireClient, id: string, route: Route) {
    this.#client = client;
    this.#id = id;
    this.route = route;
  }

  async read(waitMs = 0): Promise<WireRecord> {
    try {
      return { openedAt: this.#openedAt, ...(await this.#client.read(this.#id, waitMs)) };
    } catch (error) {
      throw new WireFailed('lost a record', error);
    }
  }

  /** A wire that is gone has closed its taps. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close(this.#id).catch((error: unknown) => {
      if (!(error instanceof ControlError)) throw error;
    });
  }
}
