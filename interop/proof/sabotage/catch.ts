import type { Caught } from '../../contract/proof.ts';
import type { Result } from '../../contract/result.ts';
import type { Role } from '../../contract/vocabulary.ts';
import type { Launcher } from '../../launch/launcher.ts';
import { recipes } from '../../launch/recipes.ts';
import type { Task } from '../../run/ledger.ts';
import { Sessions } from '../../run/sessions.ts';
import { type Ground, tryAll } from '../ground.ts';
import { sabotaged } from './launcher.ts';
import type { Saboteur } from './sabotage.ts';

/** The suites that a saboteur is tried with. */
const SUITES = new Set(['users', 'streams', 'metadata', 'status', 'deadline']);
/** What ends a call that a saboteur has made hang, in milliseconds. */
const LIMITS = { guardMs: 4_000, settleMs: 500 };

/** Tries a saboteur in one cell, and says whether its catcher has caught it. */
export async function tryToCatch(
  saboteur: Saboteur,
  launcher: Launcher,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<Caught> {
  const mine = tasks.filter(({ testCase }) => SUITES.has(testCase.suite));
  const cells = [...new Set(mine.map(({ cell }) => cell))];
  await using sessions = new Sessions(sabotaged(launcher, saboteur), recipes, cells);
  const session = (role: Role, peer: string) => sessions.of(role, peer);
  const ground: Pick<Ground, 'players' | 'signal'> = { players: { session }, signal };
  const tried = await tryAll(
    ground,
    mine.map((task) => ({ task })),
    LIMITS,
  );
  return verdictOn(
    saboteur,
    tried.map(({ result }) => result),
  );
}

/** Caught when this very case fails, with this very field among its differences. */
function verdictOn({ id, role, catcher }: Saboteur, results: readonly Result[]): Caught {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  const result = results.find((one) => one.case === catcher.case);
  const told = result?.differences.map(({ field }) => field) ?? [];
  const caught = result?.verdict === 'failed' && told.includes(catcher.field);
  const became =
    result === undefined
      ? 'was not run'
      : `${result.verdict} ${result.reason ?? told.join(', ')}`.trim();
  return {
    ...{ saboteur: id, role, ...catcher, others: failed.length - (caught ? 1 : 0) },
    ...(caught ? {} : { problem: `${catcher.case} ${became}` }),
  };
}
