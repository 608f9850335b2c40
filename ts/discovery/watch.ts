/** Watch follows the servers of a target, in whichever registry it is. */
import { watchConsul } from './consul/servers.ts';
import { watchShared } from './shared.ts';
import type { Target, Watch, Watcher } from './types.ts';
import { watchZookeeper } from './zookeeper/servers.ts';

/** watchServers tells the watcher of the target's servers until the watch is closed. */
export function watchServers(target: Target, watcher: Watcher): Watch {
  const watch = target.scheme === 'zookeeper' ? watchZookeeper : watchConsul;
  const { scheme, authority, name, dc, failover } = target;
  const key = JSON.stringify([scheme, authority, name, dc, failover]);
  return watchShared(key, watcher, (shared) => watch(target, shared));
}
