/** Register enters a server in ZooKeeper: an ephemeral node, made anew when its session has expired. */
import { readText, writeText } from '../entry.ts';
import type { RegisterOptions, Registration, Target } from '../types.ts';
import { isRefusal, type Requests } from './requests.ts';
import { openSession, type Session } from './session.ts';

/** The name of S1's entries; ZooKeeper puts a number after it. */
const NAME = 'calculate_server';
const WITHIN_MS = 5000;

/** registerZookeeper rejects when ZooKeeper can't be reached, or refuses. */
export async function registerZookeeper(
  target: Target,
  options: RegisterOptions,
): Promise<Registration> {
  const session = openSession(target.authority, options.sessionTimeoutMs);
  const entry = new Entry(session, target.name, options);
  try {
    await entry.settle();
  } catch (error) {
    await entry.close();
    throw error;
  }
  return entry;
}

class Entry implements Registration {
  readonly #session: Session;
  readonly #path: string;
  readonly #options: RegisterOptions;
  readonly #leave: () => void;
  #node: string | undefined;
  #owner = '';
  #weight: number | undefined;
  /** True while a node may have been made of which the answer is not known. */
  #unsure = false;
  #written = '';
  #withdrawn = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(session: Session, path: string, options: RegisterOptions) {
    this.#session = session;
    this.#path = path;
    this.#options = options;
    this.#weight = options.weight;
    this.#leave = session.listen({
      // What fails here is tried again with the next connection.
      connected: () => void this.settle().catch(() => undefined),
      lost: () => undefined,
    });
  }

  get entry(): string {
    return this.#node ?? `${this.#path}/${NAME}`;
  }

  update({ weight }: { weight: number }): Promise<void> {
    this.#weight = weight;
    return this.settle();
  }

  async withdraw(): Promise<void> {
    this.#withdrawn = true;
    try {
      await this.settle();
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.#withdrawn = true;
    this.#leave();
    await this.#session.release();
  }

  /** settle makes ZooKeeper hold what it should, one after the other. */
  settle(): Promise<void> {
    const turn = this.#turn
      .catch(() => undefined)
      .then(() => this.#session.run(WITHIN_MS, (requests) => this.#settleNow(requests)));
    this.#turn = turn;
    return turn;
  }

  async #settleNow(requests: Requests): Promise<void> {
    if (requests.session !== this.#owner) this.#forget(requests.session);
    if (this.#unsure) await this.#findMine(requests);
    if (this.#withdrawn) return await this.#remove(requests);
    const data = writeText({ ...this.#options, weight: this.#weight });
    if (this.#written === data.toString()) return;
    if (this.#node === undefined) await this.#create(requests, data);
    else await this.#write(requests, this.#node, data);
    this.#written = data.toString();
  }

  /** Of an earlier session there is nothing left. */
  #forget(owner: string): void {
    this.#owner = owner;
    this.#node = undefined;
    this.#written = '';
    this.#unsure = false;
  }

  async #create(requests: Requests, data: Buffer): Promise<void> {
    await makePath(requests, this.#path);
    this.#unsure = true;
    this.#node = await requests.create(`${this.#path}/${NAME}`, 'ephemeral', data);
    this.#unsure = false;
  }

  async #write(requests: Requests, node: string, data: Buffer): Promise<void> {
    try {
      await requests.write(node, data);
    } catch (error) {
      if (!isRefusal(error, 'NO_NODE')) throw error;
      await this.#create(requests, data);
    }
  }

  /** When the connection broke while the node was being made, it may be there, under a name not told. */
  async #findMine(requests: Requests): Promise<void> {
    const names = await requests.children(this.#path, () => undefined);
    for (const name of names.filter((one) => one.startsWith(NAME))) {
      const node = `${this.#path}/${name}`;
      const { data, owner } = await requests.data(node);
      const { server } = readText(data);
      const { host, port } = this.#options;
      if (owner === this.#owner && server?.host === host && server.port === port) this.#node = node;
    }
    this.#unsure = false;
  }

  async #remove(requests: Requests): Promise<void> {
    if (this.#node === undefined) return;
    try {
      await requests.remove(this.#node);
    } catch (error) {
      if (!isRefusal(error, 'NO_NODE')) throw error;
    }
    this.#node = undefined;
  }
}

async function makePath(requests: Requests, path: string): Promise<void> {
  const parts = path.slice(1).split('/');
  for (const length of parts.keys()) {
    const parent = `/${parts.slice(0, length + 1).join('/')}`;
    try {
      await requests.create(parent, 'lasting', Buffer.alloc(0));
    } catch (error) {
      if (!isRefusal(error, 'NODE_EXISTS')) throw error;
    }
  }
}
