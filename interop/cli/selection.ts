import { CASES } from '../cases/catalogue.ts';
import type { Case } from '../contract/case.ts';
import type { External } from '../contract/external.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { allCells, belongs, mixedCells, rawCells } from '../matrix/cells.ts';
import { choose, PatternError } from '../matrix/filter.ts';
import { MATRIX_PEERS } from '../matrix/peers.ts';
import type { Task } from '../run/ledger.ts';
import type { Options } from './options.ts';

/** The part of the matrix that was chosen. */
export interface Selection {
  readonly cells: readonly Cell[];
  readonly cases: readonly Case[];
  readonly tasks: readonly Task[];
  /** Somebody else's peers in these cells. */
  readonly external?: External;
}

/** What axes are chosen by. */
export type Axes = Pick<Options, 'client' | 'server' | 'protocol' | 'transport' | 'case' | 'tier'>;

/** The cells, cases and tasks of some patterns. Throws a PatternError when nothing is left. */
export function select(axes: Axes): Selection {
  const all = [allCells, mixedCells, rawCells].flatMap((cellsOf) => cellsOf(MATRIX_PEERS));
  const axis = (name: 'client' | 'server' | 'protocol' | 'transport') =>
    new Set<string>(choose(`--${name}`, axes[name], [...new Set(all.map((cell) => cell[name]))]));
  const [clients, servers] = [axis('client'), axis('server')];
  const [protocols, transports] = [axis('protocol'), axis('transport')];
  const cells = all.filter(
    (cell) =>
      clients.has(cell.client) &&
      servers.has(cell.server) &&
      protocols.has(cell.protocol) &&
      transports.has(cell.transport),
  );
  const ids = new Set(
    choose(
      '--case',
      axes.case,
      CASES.map((one) => one.id),
    ),
  );
  const cases = CASES.filter((one) => ids.has(one.id) && isWanted(one, axes));
  const tasks = tasksOf(cells, cases);
  const used = new Set(tasks.map(({ cell }) => cell));
  return { cells: cells.filter((cell) => used.has(cell)), cases, tasks };
}

/** Whether the tiers that were asked for have a case. Without any, what was named is run, whatever it takes. */
export function isWanted(
  { tier, dear = false }: Case,
  { tier: wanted, case: patterns }: Axes,
): boolean {
  if (wanted.length > 0) return wanted.includes(dear ? 'dear' : tier);
  return !dear || patterns.length > 0;
}

function tasksOf(cells: readonly Cell[], cases: readonly Case[]): Task[] {
  const chosen = [...new Set(cells.flatMap((cell) => [cell.client, cell.server]))];
  const tasks = cells.flatMap((cell) =>
    cases.filter((one) => belongs(one, cell, chosen)).map((testCase) => ({ cell, testCase })),
  );
  if (tasks.length === 0)
    throw new PatternError('the patterns together choose no cell (--list shows all)');
  return tasks;
}
