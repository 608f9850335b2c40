import type { Case } from '../contract/case.ts';
import { RAW } from '../contract/raw.ts';
import { type Cell, MIXED, PROTOCOLS, type Tier } from '../contract/vocabulary.ts';
import { type MatrixPeer, REFERENCE_PEER } from './peers.ts';

/** All cells of these peers: every client with every server, on all that both speak. */
export function allCells(peers: readonly MatrixPeer[]): Cell[] {
  return peers.flatMap((client) => peers.flatMap((server) => pairings(client, server)));
}

/** Every client with servers of three languages at once, for cases of the tier `mixed`. */
export function mixedCells(peers: readonly MatrixPeer[]): Cell[] {
  return ofGrpc(peers).map((id) => plainCell(id, MIXED));
}

/** Every client with the raw server, and the raw client with every server. */
export function rawCells(peers: readonly MatrixPeer[]): Cell[] {
  return [
    ...ofGrpc(peers).map((id) => plainCell(id, RAW)),
    ...ofGrpc(peers).map((id) => plainCell(RAW, id)),
  ];
}

function ofGrpc(peers: readonly MatrixPeer[]): string[] {
  return peers.filter(({ speaks }) => speaks.grpc !== undefined).map(({ id }) => id);
}

function plainCell(client: string, server: string): Cell {
  return { client, server, protocol: 'grpc', transport: 'h2c' };
}

function pairings(client: MatrixPeer, server: MatrixPeer): Cell[] {
  const pair = { client: client.id, server: server.id };
  return PROTOCOLS.flatMap((protocol) => {
    const both = server.speaks[protocol] ?? [];
    const transports = (client.speaks[protocol] ?? []).filter((one) => both.includes(one));
    return transports.map((transport) => ({ ...pair, protocol, transport }));
  });
}

/**
 * Whether a case of its tier belongs into a cell. `chosen` are the run's peers: where the
 * reference was not chosen, the first peer that was stands in for it.
 */
export function belongs({ tier }: Case, cell: Cell, chosen: readonly string[]): boolean {
  const own = ownTier(cell);
  if (own !== undefined || OWN_TIERS.includes(tier)) return tier === own;
  if (tier === 'every') return true;
  if (cell.transport !== 'h2c') return false;
  if (tier === 'pairs') return true;
  const reference = chosen.includes(REFERENCE_PEER) ? REFERENCE_PEER : chosen[0];
  return cell.client === reference || cell.server === reference;
}

/** The tiers that have cells of their own. */
const OWN_TIERS: readonly Tier[] = ['protocol', 'mixed', 'raw-server', 'raw-client'];

function ownTier({ client, server, protocol }: Cell): Tier | undefined {
  if (protocol !== 'grpc') return 'protocol';
  if (server === MIXED) return 'mixed';
  if (server === RAW) return 'raw-server';
  return client === RAW ? 'raw-client' : undefined;
}
