import type { Case } from '../contract/case.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { type MatrixPeer, MIXED, REFERENCE_PEER } from './peers.ts';

/** All cells of these peers: every client with every server, on all that both speak. */
export function allCells(peers: readonly MatrixPeer[]): Cell[] {
  return peers.flatMap((client) => peers.flatMap((server) => pairings(client, server)));
}

/** Every client with servers of three languages at once, for cases of the tier `mixed`. */
export function mixedCells(peers: readonly MatrixPeer[]): Cell[] {
  return peers.map(({ id }) => ({
    client: id,
    server: MIXED,
    protocol: 'grpc',
    transport: 'h2c',
  }));
}

function pairings(client: MatrixPeer, server: MatrixPeer): Cell[] {
  const protocols = client.protocols.filter((protocol) => server.protocols.includes(protocol));
  const transports = client.transports.filter((transport) => server.transports.includes(transport));
  return protocols.flatMap((protocol) =>
    transports.map((transport) => ({
      client: client.id,
      server: server.id,
      protocol,
      transport,
    })),
  );
}

/**
 * Whether a case of its tier belongs into a cell. `chosen` are the run's peers: where the
 * reference was not chosen, the first peer that was stands in for it.
 */
export function belongs(testCase: Case, cell: Cell, chosen: readonly string[]): boolean {
  if ((testCase.tier === 'mixed') !== (cell.server === MIXED)) return false;
  if (testCase.tier === 'every' || testCase.tier === 'mixed') return true;
  const reference = chosen.includes(REFERENCE_PEER) ? REFERENCE_PEER : chosen[0];
  if (testCase.tier === 'each-peer') return cell.client === reference || cell.server === reference;
  return cell.client === reference && cell.server === reference;
}
