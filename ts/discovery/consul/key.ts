/** Key follows a text in Consul's KV store. */
import type { Watch } from '../types.ts';

/** followKey tells of the text at `consul://host:port/key`, undefined when there is none, until closed. */
export function followKey(_uri: string, _onText: (text: string | undefined) => void): Watch {
  throw new Error('not yet');
}
