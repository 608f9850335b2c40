/** reachable is what a client on the same host dials for a listener bound to `bind`. */
export function reachable(bind: string, port: number): string {
  if (bind.startsWith('unix:')) return bind;
  const { host } = splitAddress(bind);
  if (host === '0.0.0.0') return `127.0.0.1:${port}`;
  if (host === '::') return `[::1]:${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** splitAddress takes "host:port" apart, "[::1]:80" too. */
export function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(port)) throw new Error(`not host:port: ${address}`);
  return { host, port };
}
