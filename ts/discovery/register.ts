/** Register makes a server known, in whichever registry the target names. */
import type { RegisterOptions, Registration, Target } from './types.ts';

/** register enters a server. It rejects when the registry can't be reached within 5 s. */
export function register(_target: Target, _options: RegisterOptions): Promise<Registration> {
  return Promise.reject(new Error('not yet'));
}
