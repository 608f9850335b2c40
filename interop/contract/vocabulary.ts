/** The words of the design, as types: what is paired with what, and what may come of it. */

export const PROTOCOLS = ['grpc', 'grpc-web', 'connect'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const TRANSPORTS = ['h2c', 'tls', 'mtls', 'http1', 'uds'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export type Role = 'client' | 'server';

/** The server of a cell whose client has servers of three languages before it. */
export const MIXED = 'mixed';

/** A Cell is one pair of libraries on one protocol and transport. */
export interface Cell {
  readonly client: string;
  readonly server: string;
  readonly protocol: Protocol;
  readonly transport: Transport;
}

/**
 * Where a case runs:
 * - `every`: in every cell of gRPC, on every transport;
 * - `pairs`: the same on plaintext alone, since it brings a transport of its own;
 * - `each-peer`: with every client and every server once, against a reference;
 * - `protocol`: in every cell of another protocol than gRPC;
 * - `mixed`: with every client once, against servers of three languages;
 * - `raw-server`, `raw-client`: with every client against the raw server, the raw client against every server.
 */
export const TIERS = [
  'every',
  'pairs',
  'each-peer',
  'protocol',
  'mixed',
  'raw-server',
  'raw-client',
] as const;
export type Tier = (typeof TIERS)[number];

/** What stands beside the peers in some cases: registries and proxies. */
export const SERVICE_KINDS = ['zookeeper', 'consul', 'nginx', 'haproxy'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** What may come of a case in a cell. `flaky` is a verdict that changed when repeated. */
export const VERDICTS = ['passed', 'failed', 'known', 'unsupported', 'not-run', 'flaky'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdicts that fail a run. */
export const FAILING: ReadonlySet<Verdict> = new Set<Verdict>(['failed', 'not-run', 'flaky']);

/** `client → server grpc h2c`, the name of a cell for people. */
export function cellName(cell: Cell): string {
  return `${cell.client} → ${cell.server} ${cell.protocol} ${cell.transport}`;
}

/** A key of a cell for maps. */
export function cellKey(cell: Cell): string {
  return `${cell.client}|${cell.server}|${cell.protocol}|${cell.transport}`;
}
