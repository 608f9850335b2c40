import { official } from '../cases/official/official.ts';
import { type Case, isScenario } from '../contract/case.ts';
import type { External, ExternalClient, ExternalServer } from '../contract/external.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { choose, PatternError } from '../matrix/filter.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';
import type { Task } from '../run/ledger.ts';
import { type Axes, isWanted, type Selection } from './selection.ts';

/** What our clients call somebody else's server with: calls alone, by clients that tell an outcome. */
const CALLS = official.cases.filter((one) => !isScenario(one) && one.plan.raw === undefined);

/** The cells in which a peer is somebody else's, with the official suite. Throws a PatternError when nothing is left. */
export function selectExternal(axes: Axes, external: External): Selection {
  const ours = MATRIX_PEERS.filter(({ speaks }) => speaks.grpc).map(({ id }) => id);
  const clients = choose('--client', axes.client, ours);
  const servers = choose('--server', axes.server, ours);
  const asked = external.cases.map(({ testCase }) => testCase);
  const ids = new Set(
    choose(
      '--case',
      axes.case,
      [...CALLS, ...asked].map(({ id }) => id),
    ),
  );
  const wanted = (cases: readonly Case[]) =>
    cases.filter((one) => ids.has(one.id) && isWanted(one, axes));
  const tasks = [
    ...tasksOf(wanted(CALLS), cellsOfServers(clients, external.servers)),
    ...tasksOf(wanted(asked), cellsOfClients(external.clients, servers, external.servers)),
  ];
  if (tasks.length === 0) throw new PatternError('the patterns together choose no official case');
  return {
    external,
    tasks,
    cells: [...new Set(tasks.map(({ cell }) => cell))],
    cases: [...new Map(tasks.map(({ testCase }) => [testCase.id, testCase])).values()],
  };
}

function tasksOf(cases: readonly Case[], cells: readonly Cell[]): Task[] {
  return cells.flatMap((cell) => cases.map((testCase) => ({ cell, testCase })));
}

function cellsOfServers(clients: readonly string[], servers: readonly ExternalServer[]): Cell[] {
  return servers.flatMap(({ name, transport }) =>
    clients.map((client): Cell => ({ client, server: name, protocol: 'grpc', transport })),
  );
}

/** Ours, and those of the others that speak the same. */
function cellsOfClients(
  clients: readonly ExternalClient[],
  servers: readonly string[],
  others: readonly ExternalServer[],
): Cell[] {
  return clients.flatMap(({ name, transport }) => {
    const same = others.filter((one) => one.transport === transport);
    return [...servers, ...same.map((one) => one.name)].map(
      (server): Cell => ({ client: name, server, protocol: 'grpc', transport }),
    );
  });
}
