/** Requests are what is asked of ZooKeeper, each of which ends when the connection does. */
import zookeeper, { type Client, type Stat } from 'node-zookeeper-client';

/** ZookeeperError is a refusal by ZooKeeper, by its own name: NO_NODE, NODE_EXISTS, NO_AUTH … */
export class ZookeeperError extends Error {
  override readonly name = 'ZookeeperError';
  readonly reason: string;

  constructor(address: string, path: string, reason: string) {
    super(`zookeeper at ${address} refuses ${path}: ${reason}`);
    this.reason = reason;
  }
}

/** isRefusal tells whether ZooKeeper refused for this reason. */
export function isRefusal(error: unknown, reason: string): boolean {
  return error instanceof ZookeeperError && error.reason === reason;
}

type Answer<T extends unknown[]> = (error: unknown, ...values: T) => void;

export class Requests {
  readonly #client: Client;
  readonly #address: string;
  readonly #open = new Set<(error: Error) => void>();

  constructor(client: Client, address: string) {
    this.#client = client;
    this.#address = address;
  }

  /** The id of the session, which owns its ephemeral nodes. */
  get session(): string {
    return this.#client.getSessionId().toString('hex');
  }

  async children(path: string, onChange: () => void): Promise<string[]> {
    const [names] = await this.#ask<[string[]]>(path, (answer) =>
      this.#client.getChildren(path, onChange, answer),
    );
    return names;
  }

  async exists(path: string, onChange: () => void): Promise<boolean> {
    const [stat] = await this.#ask<[Stat | null]>(path, (answer) =>
      this.#client.exists(path, onChange, answer),
    );
    return Boolean(stat);
  }

  /** data is the node's content, and the id of the session that owns it. */
  async data(path: string, onChange?: () => void): Promise<{ data: Buffer; owner: string }> {
    const [data, stat] = await this.#ask<[Buffer | undefined, Stat]>(path, (answer) =>
      onChange ? this.#client.getData(path, onChange, answer) : this.#client.getData(path, answer),
    );
    return { data: data ?? Buffer.alloc(0), owner: stat.ephemeralOwner.toString('hex') };
  }

  async write(path: string, data: Buffer): Promise<void> {
    await this.#ask(path, (answer) => this.#client.setData(path, data, answer));
  }

  async remove(path: string): Promise<void> {
    await this.#ask(path, (answer) => this.#client.remove(path, answer));
  }

  /** create makes a lasting node, or one with a number that goes with the session; it answers its path. */
  async create(path: string, kind: 'lasting' | 'ephemeral', data: Buffer): Promise<string> {
    const { PERSISTENT, EPHEMERAL_SEQUENTIAL } = zookeeper.CreateMode;
    const mode = kind === 'lasting' ? PERSISTENT : EPHEMERAL_SEQUENTIAL;
    const [node] = await this.#ask<[string]>(path, (answer) =>
      this.#client.create(path, data, mode, answer),
    );
    return node;
  }

  /** fail ends what is open: of requests that it had not sent when a session expired, the library says nothing. */
  fail(error: Error): void {
    for (const reject of this.#open) reject(error);
    this.#open.clear();
  }

  #ask<T extends unknown[]>(path: string, send: (answer: Answer<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      send((error, ...values) => {
        this.#open.delete(reject);
        if (error) reject(new ZookeeperError(this.#address, path, reasonOf(error)));
        else resolve(values);
      });
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.name ? error.name : String(error);
}
