import zookeeper from 'node-zookeeper-client';

/** How long a connection or an answer may take, in milliseconds. */
const LIMIT_MS = 10_000;
const SESSION_MS = 30_000;

/** The harness's own hands in a ZooKeeper: apart from what peers do with it. Disposing ends the session. */
export class ZooKeeperHands implements Disposable {
  readonly #client: zookeeper.Client;
  readonly #connected: Promise<void>;

  constructor(address: string) {
    this.#client = zookeeper.createClient(address, { sessionTimeout: SESSION_MS });
    this.#connected = answered(`no ZooKeeper at ${address}`, (done) =>
      this.#client.once('connected', () => done(null)),
    );
    this.#connected.catch(() => undefined); // told by whoever waits for it
    this.#client.connect();
  }

  /** The names of a node's children; none where there is no node. */
  async entries(path: string): Promise<readonly string[]> {
    await this.#connected;
    return answered(`children of ${path}`, (done) =>
      this.#client.getChildren(path, (error, children) => {
        if (isNoNode(error)) done(null, []);
        else done(error, [...(children ?? [])].sort());
      }),
    );
  }

  /** The data of a node, as text. */
  async read(path: string): Promise<string> {
    await this.#connected;
    return answered(`data of ${path}`, (done) =>
      this.#client.getData(path, (error, data) => done(error, String(data ?? ''))),
    );
  }

  /** Makes a child with this data that stays until the registry ends. */
  async write(path: string, id: string, data: string): Promise<void> {
    await this.#connected;
    await answered<void>(`make ${path}`, (done) =>
      this.#client.mkdirp(path, (error) => done(error)),
    );
    await answered<void>(`make ${path}/${id}`, (done) =>
      this.#client.create(`${path}/${id}`, Buffer.from(data), (error) => done(error)),
    );
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

function isNoNode(error: unknown): boolean {
  return error instanceof zookeeper.Exception && error.getCode() === zookeeper.Exception.NO_NODE;
}

type Done<T> = (error: unknown, value?: T) => void;

/** A callback's answer as a promise, within the limit. */
function answered<T = void>(what: string, ask: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`zookeeper: ${what}: no answer`)), LIMIT_MS);
    ask((error, value) => {
      clearTimeout(timer);
      if (error) reject(new Error(`zookeeper: ${what}: ${String(error)}`));
      else resolve(value as T);
    });
  });
}
