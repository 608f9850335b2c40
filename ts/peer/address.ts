import { splitAddress } from '../address.ts';

/** reachable is what a client on the same host dials for a listener bound to `bind`. */
export function reachable(bind: string, port: number): string {
  if (bind.startsWith('unix:')) return bind;
  const { host } = splitAddress(bind);
  if (host === '0.0.0.0') return `127.0.0.1:${port}`;
  if (host === '::') return `[::1]:${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
