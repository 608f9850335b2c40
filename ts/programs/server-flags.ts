/** ServerFlags are what every server here takes on its command line: where it is known, and how often. */
import { wholeNumber } from './flags.ts';

export const serverFlags = {
  zookeeper: { fallback: '', about: 'a ZooKeeper to be known in, host:port' },
  consul: { fallback: '', about: 'a Consul agent to be known in, host:port' },
  host: { fallback: '127.0.0.1', about: 'the host that clients are told there' },
  weight: { fallback: '', about: 'the share of calls, where clients go by weight' },
  processes: { fallback: '1', about: 'how many processes share the port' },
} as const;

export type ServerFlags = Readonly<Record<keyof typeof serverFlags, string>>;

/** weightOf is undefined where none is given: then none is written. */
export function weightOf({ weight }: ServerFlags): number | undefined {
  return weight === '' ? undefined : wholeNumber('weight', weight, 0, 65_535);
}

export function processesOf({ processes }: ServerFlags): number {
  return wholeNumber('processes', processes, 1, 64);
}
