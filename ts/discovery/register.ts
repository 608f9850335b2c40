/** Register makes a server known, in whichever registry the target names. */
import { registerConsul } from './consul/register.ts';
import type { RegisterOptions, Registration, Target } from './types.ts';
import { registerZookeeper } from './zookeeper/register.ts';

/** register enters a server. It rejects when the registry can't be reached within 5 s, or refuses. */
export function register(target: Target, options: RegisterOptions): Promise<Registration> {
  return target.scheme === 'zookeeper'
    ? registerZookeeper(target, options)
    : registerConsul(target, options);
}
