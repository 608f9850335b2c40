/** Watch follows the servers of a target, in whichever registry it is. */
import type { Target, Watch, Watcher } from './types.ts';

/** watchServers tells the watcher of the target's servers until the watch is closed. */
export function watchServers(_target: Target, _watcher: Watcher): Watch {
  throw new Error('not yet');
}
