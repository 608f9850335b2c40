/** Target reads a registry's URI: `zookeeper://host:port/path`, `consul://host:port/service?dc=dc2`. */
import { quoted } from './text.ts';
import type { Target } from './types.ts';

/** TargetError says what is wrong with a target. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(uri: string, reason: string) {
    super(`target ${quoted(uri)}: ${reason}`);
  }
}

const SCHEMES = ['zookeeper', 'consul'] as const;
const LONGEST = 2048;

/** isRegistryTarget tells a registry's URI, well formed or not, from an address. */
export function isRegistryTarget(uri: string): boolean {
  return SCHEMES.some((scheme) => uri.startsWith(`${scheme}:`));
}

/** parseTarget takes a target apart, or throws a TargetError. */
export function parseTarget(uri: string): Target {
  const refuse = (reason: string) => new TargetError(uri, reason);
  if (uri.length > LONGEST) throw refuse(`longer than ${LONGEST} characters`);
  const parts = /^(\w+):\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/s.exec(uri);
  const scheme = SCHEMES.find((one) => one === parts?.[1]);
  if (!parts || !scheme)
    throw refuse('not zookeeper://host:port/path or consul://host:port/service');
  const [, , authority = '', endpoint = '', query, fragment] = parts;
  if (fragment !== undefined) throw refuse('a fragment (#) means nothing here');
  return {
    scheme,
    authority: authorityOf(scheme, authority, refuse),
    name: nameOf(scheme, endpoint, refuse),
    ...parametersOf(scheme, query, refuse),
  };
}

type Refuse = (reason: string) => TargetError;

function authorityOf(scheme: Target['scheme'], given: string, refuse: Refuse): string {
  const authority = given || (scheme === 'zookeeper' ? zookeeperAddress() : consulAddress());
  const port = /^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})$/.exec(authority)?.[1];
  if (port === undefined)
    throw refuse(`the registry's address ${quoted(authority)} is not host:port`);
  if (Number(port) < 1 || Number(port) > 65_535) throw refuse(`port ${port} is not in 1–65535`);
  return authority;
}

function zookeeperAddress(): string {
  return process.env.ZOOKEEPER_ADDRESS || '127.0.0.1:2181';
}

/** Consul's own tools take a URL in CONSUL_HTTP_ADDR too. */
function consulAddress(): string {
  const address = process.env.CONSUL_HTTP_ADDR || '127.0.0.1:8500';
  return address.replace(/^http:\/\//, '').replace(/\/$/, '');
}

function nameOf(scheme: Target['scheme'], endpoint: string, refuse: Refuse): string {
  const name = decoded(endpoint, refuse);
  if (name === '') throw refuse(`no ${scheme === 'zookeeper' ? 'path' : 'service'}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  if (/[\x00-\x1f\x7f-\x9f]/.test(name)) throw refuse('a control character in its name');
  if (scheme === 'consul') return name;
  const parts = name.split('/');
  if (parts.includes('')) throw refuse('a path with an empty part');
  if (parts.includes('.') || parts.includes('..')) throw refuse('a path with . or ..');
  return `/${name}`;
}

function decoded(text: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('a broken % sequence');
  }
}

function parametersOf(
  scheme: Target['scheme'],
  query: string | undefined,
  refuse: Refuse,
): { dc?: string; failover?: string } {
  const found: { dc?: string; failover?: string } = {};
  for (const [key, value] of new URLSearchParams(query ?? '')) {
    if (scheme === 'zookeeper' || (key !== 'dc' && key !== 'failover'))
      throw refuse(`no parameter ${quoted(key)} is known`);
    if (found[key] !== undefined) throw refuse(`${key} is given twice`);
    if (!/^[\w-]+$/.test(value)) throw refuse(`${key} ${quoted(value)} is no data centre's name`);
    found[key] = value;
  }
  return found;
}
