import type { Caught } from '../../contract/proof.ts';
import { cellKey } from '../../contract/vocabulary.ts';
import type { Launcher } from '../../launch/launcher.ts';
import type { Task } from '../../run/ledger.ts';
import { tryToCatch } from './catch.ts';
import type { Saboteur } from './sabotage.ts';

/** How many saboteurs are at work at once: each has two processes of its own. */
const AT_ONCE = 3;

/**
 * Tries every saboteur whose catcher was chosen, in the cell where that case is tried first, with what else was
 * chosen there.
 */
export async function catchAll(
  saboteurs: readonly Saboteur[],
  launcher: Launcher,
  places: ReadonlyMap<string, readonly Task[]>,
  signal: AbortSignal,
): Promise<Caught[]> {
  const caught: Caught[] = [];
  const left = saboteurs.flatMap((saboteur) => {
    const cell = places.get(saboteur.catcher.case)?.[0]?.cell;
    return cell === undefined ? [] : [{ saboteur, cell }];
  });
  const work = async () => {
    for (let next = left.shift(); next !== undefined && !signal.aborted; next = left.shift()) {
      const key = cellKey(next.cell);
      const tasks = [...places.values()].flatMap((all) =>
        all.filter(({ cell }) => cellKey(cell) === key),
      );
      caught.push(await tryToCatch(next.saboteur, launcher, tasks, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return caught;
}
