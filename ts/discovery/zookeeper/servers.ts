/** Servers follows the children of a ZooKeeper path, each of which is the entry of a server. */
import { distinct, readText } from '../entry.ts';
import { say } from '../log.ts';
import { quoted } from '../text.ts';
import type { ServerEntry, Target, Watch, Watcher } from '../types.ts';
import { isRefusal, type Requests, ZookeeperError } from './requests.ts';
import { openSession } from './session.ts';

/** Child is one entry. Its listener is one function for good, which the library then takes only once. */
interface Child {
  /** False when it must be read (again). */
  read: boolean;
  server: ServerEntry | undefined;
  complaint: string | undefined;
  readonly changed: () => void;
}

/** watchZookeeper tells of the servers under the target's path. */
export function watchZookeeper(target: Target, watcher: Watcher): Watch {
  const session = openSession(target.authority);
  const servers = new Servers(target.name, watcher);
  const leave = session.listen(servers);
  return {
    close() {
      leave();
      servers.close();
      void session.release();
    },
  };
}

class Servers {
  readonly #path: string;
  readonly #watcher: Watcher;
  readonly #children = new Map<string, Child>();
  readonly #listChanged = () => this.#refresh();
  #requests: Requests | undefined;
  #reading = false;
  #again = false;

  constructor(path: string, watcher: Watcher) {
    this.#path = path;
    this.#watcher = watcher;
  }

  /** connected reads everything anew: watches of the time before may have been lost. */
  connected(requests: Requests): void {
    this.#requests = requests;
    for (const child of this.#children.values()) child.read = false;
    this.#refresh();
  }

  lost(error: Error): void {
    this.#requests = undefined;
    this.#watcher.unreachable(error);
  }

  close(): void {
    this.#requests = undefined;
  }

  #refresh(): void {
    this.#again = true;
    if (!this.#reading) void this.#readOn();
  }

  /** One reading at a time; what changes meanwhile is read after it. */
  async #readOn(): Promise<void> {
    this.#reading = true;
    while (this.#again && this.#requests) {
      this.#again = false;
      await this.#readOnce(this.#requests);
    }
    this.#reading = false;
  }

  async #readOnce(requests: Requests): Promise<void> {
    try {
      const names = await this.#names(requests);
      await Promise.all(names.map((name) => this.#readChild(requests, name)));
      if (this.#requests === requests) this.#watcher.servers(this.#list());
    } catch (error) {
      // A lost connection was told of already; the next one reads again.
      if (error instanceof ZookeeperError && this.#requests === requests)
        this.#watcher.unreachable(error);
    }
  }

  async #names(requests: Requests): Promise<string[]> {
    const names = (await this.#childrenOf(requests)).sort();
    const present = new Set(names);
    for (const name of this.#children.keys()) if (!present.has(name)) this.#children.delete(name);
    for (const name of names)
      if (!this.#children.has(name)) this.#children.set(name, this.#child());
    return names;
  }

  async #childrenOf(requests: Requests): Promise<string[]> {
    try {
      return await requests.children(this.#path, this.#listChanged);
    } catch (error) {
      if (!isRefusal(error, 'NO_NODE')) throw error;
    }
    if (await requests.exists(this.#path, this.#listChanged)) this.#again = true;
    return [];
  }

  #child(): Child {
    const child: Child = {
      read: false,
      server: undefined,
      complaint: undefined,
      changed: () => {
        child.read = false;
        this.#refresh();
      },
    };
    return child;
  }

  async #readChild(requests: Requests, name: string): Promise<void> {
    const child = this.#children.get(name);
    if (!child || child.read) return;
    child.read = true;
    const node = `${this.#path}/${name}`;
    try {
      const { data } = await requests.data(node, child.changed);
      this.#take(child, node, data);
    } catch (error) {
      child.read = false;
      if (!isRefusal(error, 'NO_NODE')) throw error;
      this.#children.delete(name);
    }
  }

  /** A complaint is said once, not with every reading. */
  #take(child: Child, node: string, data: Buffer): void {
    const { server, complaint } = readText(data);
    if (complaint !== undefined && complaint !== child.complaint)
      say(`zookeeper entry ${quoted(node)}: ${complaint}`);
    child.complaint = complaint;
    child.server = server;
  }

  #list(): ServerEntry[] {
    const byName = [...this.#children].sort(([a], [b]) => (a < b ? -1 : 1));
    return distinct(byName.flatMap(([, { server }]) => server ?? []));
  }
}
