import { RAW } from '../contract/raw.ts';
import type { Finding, Result } from '../contract/result.ts';

/** A Party is a side that a group of like failures points at. */
export interface Party {
  readonly guilty: Finding['guilty'];
  /** The peers on the other side that saw it. */
  readonly seenBy: readonly string[];
  /** How many peers on the other side could have seen it. */
  readonly of: number;
}

type Side = 'client' | 'server';

/**
 * Which sides explain these failures: a server that fails with all its clients (two at least) is
 * guilty, likewise a client; where every cell fails it is the case or all of them, and with one
 * client or one server nobody can tell; what remains are pairs, joined where several clients fail
 * with the same servers. The raw peer is never guilty: it does what its script says.
 */
export function guiltyParties(failed: readonly Result[], ran: readonly Result[]): Party[] {
  const withRaw = failed.flatMap((result) => besideRaw(result) ?? []);
  return [...withRaw, ...amongPeers(failed.filter(isOfPeers), ran.filter(isOfPeers))];
}

function isOfPeers(result: Result): boolean {
  return besideRaw(result) === undefined;
}

/** The side of a result that isn't the raw peer's, in a cell that has it. */
function besideRaw({ cell }: Result): Party | undefined {
  const { client, server } = cell;
  if (server === RAW) return { guilty: { side: 'client', peer: client }, seenBy: [RAW], of: 1 };
  if (client === RAW) return { guilty: { side: 'server', peer: server }, seenBy: [RAW], of: 1 };
  return undefined;
}

function amongPeers(failed: readonly Result[], ran: readonly Result[]): Party[] {
  if (failed.length === 0) return [];
  if (failed.length === ran.length)
    return manyBothWays(ran) ? [everyone(failed)] : pairings(failed);
  const parties: Party[] = [];
  let rest = failed;
  for (;;) {
    const best = strongest(rest, failed, ran);
    if (best === undefined) break;
    parties.push(best);
    const { side, peer } = best.guilty;
    rest = rest.filter(({ cell }) => cell[side as Side] !== peer);
  }
  return [...parties, ...pairings(rest)];
}

function manyBothWays(ran: readonly Result[]): boolean {
  return distinct(ran, 'client').length > 1 && distinct(ran, 'server').length > 1;
}

function everyone(failed: readonly Result[]): Party {
  const seenBy = distinct(failed, 'client');
  return { guilty: { side: 'all', peer: 'every pair' }, seenBy, of: seenBy.length };
}

/** The side whose cells all failed and that explains the most of the rest. */
function strongest(rest: readonly Result[], failed: readonly Result[], ran: readonly Result[]) {
  let best: { party: Party; explains: number } | undefined;
  for (const side of ['server', 'client'] as const) {
    for (const peer of distinct(rest, side)) {
      const mine = ofPeer(ran, side, peer);
      if (mine.length < 2 || ofPeer(failed, side, peer).length < mine.length) continue;
      const explains = ofPeer(rest, side, peer).length;
      if (best === undefined || explains > best.explains) {
        best = { party: partyOf(side, peer, mine), explains };
      }
    }
  }
  return best?.party;
}

function partyOf(side: Side, peer: string, cells: readonly Result[]): Party {
  const seenBy = distinct(cells, side === 'server' ? 'client' : 'server');
  return { guilty: { side, peer }, seenBy, of: seenBy.length };
}

/** Clients that fail with the same servers, as one party. */
function pairings(rest: readonly Result[]): Party[] {
  const clientsOf = new Map<string, string[]>();
  for (const client of distinct(rest, 'client')) {
    const servers = distinct(ofPeer(rest, 'client', client), 'server')
      .sort()
      .join(', ');
    clientsOf.set(servers, [...(clientsOf.get(servers) ?? []), client]);
  }
  return [...clientsOf].map(([servers, clients]) => ({
    guilty: { side: 'pair', peer: `${clients.join(', ')} → ${servers}` },
    seenBy: clients,
    of: clients.length,
  }));
}

function ofPeer(results: readonly Result[], side: Side, peer: string): readonly Result[] {
  return results.filter(({ cell }) => cell[side] === peer);
}

/** In the alphabet's order: the order in which results came says nothing. */
function distinct(results: readonly Result[], side: Side): string[] {
  return [...new Set(results.map(({ cell }) => cell[side]))].sort();
}
