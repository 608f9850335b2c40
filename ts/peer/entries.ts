/** Entries are what registries know of one listener. */

import { splitAddress } from '../address.ts';
import {
  parseTarget,
  type RegisterOptions,
  type Registration,
  register,
} from '../discovery/index.ts';
import type { RegisterRequest } from '../gen/crosswire/peer/v1/peer_pb.js';
import { BadRequest } from './errors.ts';
import { millis } from './time.ts';

interface Made {
  readonly registration: Registration;
  /** All that was asked for but the weight, as a text to compare. */
  readonly asked: string;
}

export class Entries {
  readonly #made = new Map<string, Made>();
  #turn: Promise<unknown> = Promise.resolve();

  /** bring makes an entry, or brings it up to date, and answers its name. One at a time. */
  bring(request: RegisterRequest, address: string): Promise<string> {
    return this.#inTurn(() => this.#bring(request, optionsOf(request, address)));
  }

  /**
   * withdraw takes all entries back, and tells whether there were any. A registry that doesn't
   * answer doesn't keep a listener from closing.
   */
  withdraw(): Promise<boolean> {
    return this.#inTurn(async () => {
      const all = [...this.#made.values()];
      this.#made.clear();
      await Promise.all(all.map(({ registration }) => withdrawn(registration)));
      return all.length > 0;
    });
  }

  async #bring(request: RegisterRequest, options: RegisterOptions): Promise<string> {
    const { registry, weight } = request;
    const asked = JSON.stringify({ ...options, weight: undefined });
    const known = this.#made.get(registry);
    if (known?.asked === asked) {
      await known.registration.update({ weight: Math.max(weight, 1) });
      return known.registration.entry;
    }
    await known?.registration.withdraw();
    this.#made.delete(registry);
    const registration = await register(targetOf(registry), options);
    this.#made.set(registry, { registration, asked });
    return registration.entry;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function withdrawn(registration: Registration): Promise<void> {
  try {
    await registration.withdraw();
  } catch (error) {
    console.error(`${registration.entry} stays:`, error instanceof Error ? error.message : error);
  }
}

function targetOf(registry: string) {
  try {
    return parseTarget(registry);
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : `${error}`);
  }
}

function optionsOf(request: RegisterRequest, address: string): RegisterOptions {
  const { host, weight, checkAddress } = request;
  if (host === '') throw new BadRequest('no host to publish');
  const sessionTimeoutMs = millis(request.sessionTimeout);
  const checkIntervalMs = millis(request.checkInterval);
  return {
    ...{ host, port: request.port || portOf(address) },
    ...(weight > 0 && { weight }),
    ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
    ...(checkIntervalMs !== undefined && { checkIntervalMs }),
    ...(checkAddress && { checkAddress }),
  };
}

function portOf(address: string): number {
  if (address.startsWith('unix:')) throw new BadRequest('a socket file has no port to publish');
  return splitAddress(address).port;
}
