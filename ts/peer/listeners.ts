/** Listeners are a peer's open ports, by id, with what registries know of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloseRequest,
  type ListenRequest,
  CloseRequest_Mode as Mode,
  type RegisterRequest,
  Transport,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import { Entries } from './entries.ts';
import { BadRequest, UnsupportedPart } from './errors.ts';
import type { Listener } from './library.ts';
import { millis } from './time.ts';

const defaultGraceMs = 10_000;

interface Served {
  readonly listener: Listener;
  readonly entries: Entries;
}

export class Listeners {
  readonly #open: (request: ListenRequest) => Promise<Listener>;
  readonly #served = new Map<string, Served>();

  constructor(open: (request: ListenRequest) => Promise<Listener>) {
    this.#open = open;
  }

  /** listen answers the address. It throws UnsupportedPart for what can't be honoured. */
  async listen(request: ListenRequest): Promise<string> {
    const { id, bind, transport } = request;
    if (id === '' || this.#served.has(id)) throw new BadRequest(`listener id taken: "${id}"`);
    try {
      const isSocket = transport === Transport.UDS && !bind.startsWith('unix:');
      const listener = await this.#open(isSocket ? { ...request, bind: `unix:${bind}` } : request);
      this.#served.set(id, { listener, entries: new Entries() });
      return listener.address;
    } catch (error) {
      if (error instanceof UnsupportedPart) throw error;
      throw new BadRequest(`cannot listen on ${bind}: ${error}`);
    }
  }

  /** register answers the entry's name. */
  register(request: RegisterRequest): Promise<string> {
    const { listener, entries } = this.#find(request.listener);
    return entries.bring(request, listener.address);
  }

  async setServing(id: string, serving: boolean): Promise<void> {
    await this.#find(id).listener.setServing(serving);
  }

  /** close takes one listener away, or all of them. */
  async close(request: CloseRequest): Promise<void> {
    const { listener: id } = request;
    const closing = id === '' ? [...this.#served.values()] : [this.#find(id)];
    if (id === '') this.#served.clear();
    else this.#served.delete(id);
    await Promise.all(closing.map((served) => close(served, request)));
  }

  #find(id: string): Served {
    const served = this.#served.get(id);
    if (!served) throw new BadRequest(`no listener: ${id}`);
    return served;
  }
}

/** Clients hear that a draining listener leaves before its port closes; a crash tells nobody. */
async function close({ listener, entries }: Served, request: CloseRequest): Promise<void> {
  const { mode, grace, settle } = request;
  if (mode !== Mode.ABRUPT && (await entries.withdraw())) await sleep(millis(settle) ?? 0);
  await listener.close(mode, millis(grace) ?? defaultGraceMs);
}
