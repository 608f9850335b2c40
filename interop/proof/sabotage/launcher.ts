import type { Launcher, RunningPeer } from '../../launch/launcher.ts';
import type { Recipe } from '../../launch/recipes.ts';
import { SabotagedControl } from './control.ts';
import type { Saboteur } from './sabotage.ts';

/** The same launcher, but that what it starts in the saboteur's role is sabotaged. */
export function sabotaged(launcher: Launcher, { role, sabotage }: Saboteur): Launcher {
  const start = async (recipe: Recipe, name: string): Promise<RunningPeer> => {
    const running = await launcher.start(recipe, name);
    if (!name.startsWith(`${recipe.id}-${role}-`)) return running;
    const before = await SabotagedControl.before(running.control, sabotage);
    return withControl(running, before);
  };
  const get = (_: Launcher, key: PropertyKey): unknown => {
    if (key === 'start') return start;
    const value: unknown = Reflect.get(launcher, key, launcher);
    return typeof value === 'function' ? value.bind(launcher) : value;
  };
  return new Proxy(launcher, { get });
}

/** The running peer behind another control port, which ends with it. */
function withControl(running: RunningPeer, before: SabotagedControl): RunningPeer {
  const end = async () => {
    await before[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  };
  const get = (_: RunningPeer, key: PropertyKey): unknown => {
    if (key === 'control') return before.control;
    if (key === Symbol.asyncDispose) return end;
    const value: unknown = Reflect.get(running, key, running);
    return typeof value === 'function' ? value.bind(running) : value;
  };
  return new Proxy(running, { get });
}
