/** Shared watches: however many follow the same target, its registry is watched once. */
import type { ServerEntry, Watch, Watcher } from './types.ts';

type Begin = (watcher: Watcher) => Watch;

const open = new Map<string, SharedWatch>();

/** watchShared takes part in the watch of that key, or begins it; the last to close ends it. */
export function watchShared(key: string, watcher: Watcher, begin: Begin): Watch {
  const shared = open.get(key) ?? new SharedWatch(begin, () => open.delete(key));
  open.set(key, shared);
  return shared.join(watcher);
}

class SharedWatch {
  readonly #watchers = new Set<Watcher>();
  readonly #watch: Watch;
  readonly #ended: () => void;
  #list: readonly ServerEntry[] | undefined;
  #error: Error | undefined;

  constructor(begin: Begin, ended: () => void) {
    this.#ended = ended;
    this.#watch = begin({
      servers: (list) => this.#take(list),
      unreachable: (error) => this.#fail(error),
    });
  }

  join(watcher: Watcher): Watch {
    const own: Watcher = {
      servers: (list) => watcher.servers(list),
      unreachable: (error) => watcher.unreachable(error),
    };
    queueMicrotask(() => this.#welcome(own));
    this.#watchers.add(own);
    return { close: () => this.#leave(own) };
  }

  #welcome(watcher: Watcher): void {
    if (!this.#watchers.has(watcher)) return;
    if (this.#list) watcher.servers(this.#list);
    if (this.#error) watcher.unreachable(this.#error);
  }

  #leave(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    this.#ended();
    this.#watch.close();
  }

  /** A list that says nothing new is not passed on. */
  #take(list: readonly ServerEntry[]): void {
    this.#error = undefined;
    if (this.#list && sameServers(this.#list, list)) return;
    this.#list = list;
    for (const watcher of [...this.#watchers]) watcher.servers(list);
  }

  #fail(error: Error): void {
    this.#error = error;
    for (const watcher of [...this.#watchers]) watcher.unreachable(error);
  }
}

function sameServers(one: readonly ServerEntry[], other: readonly ServerEntry[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
