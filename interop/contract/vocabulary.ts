/** The words of the design, as types: what is paired with what, and what may come of it. */

export const PROTOCOLS = ['grpc', 'grpc-web', 'connect'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const TRANSPORTS = ['h2c', 'tls', 'mtls', 'http1', 'uds'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export type Role = 'client' | 'server';

/** A Cell is one pair of libraries on one protocol and transport. */
export interface Cell {
  readonly client: string;
  readonly server: string;
  readonly protocol: Protocol;
  readonly transport: Transport;
}

/**
 * Where a case runs: in every cell; with every client and every server once, against a
 * reference; once a transport; or with every client once, against servers of three languages.
 */
export type Tier = 'every' | 'each-peer' | 'transport' | 'mixed';

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
