import { isScenario } from '../contract/case.ts';
import type { ProofReport } from '../contract/proof.ts';
import type { Launcher } from '../launch/launcher.ts';
import type { Task } from '../run/ledger.ts';
import type { Ground } from './ground.ts';
import { perProtocol, placesOf } from './places.ts';
import { playAll, proveCalls, provePlayed } from './recorded.ts';
import { catchAll } from './sabotage/all.ts';
import { SABOTEURS } from './sabotage/saboteurs.ts';
import { provenThrough, tryOverTheWire } from './untampered.ts';
import { proveTampered } from './wire/tampered.ts';

/** Proves that every case of these tasks can fail, one part after the other. */
export async function prove(
  ground: Ground,
  launcher: Launcher,
  tasks: readonly Task[],
  say: (line: string) => void,
): Promise<ProofReport> {
  const startedAt = new Date();
  const started = performance.now();
  const [calls, scenarios] = placed(tasks, ground);
  say(`${calls.size} calls, recorded and broken`);
  const recorded = await proveCalls(ground, calls);
  say(`${calls.size} calls through the wire`);
  const over = [];
  for (const some of perProtocol(calls)) over.push(await tryOverTheWire(ground, some));
  const passed = over.flatMap((one) => [...one.passed.values()]);
  say(`${passed.length} calls tampered with, field by field`);
  const tampered = await proveTampered(ground, passed);
  say('saboteurs');
  const saboteurs = await catchAll(SABOTEURS, launcher, calls, ground.signal);
  say(`${scenarios.size} scenarios through the wire, recorded and broken`);
  const played = await playAll(ground, scenarios);
  return {
    startedAt,
    untampered: [...over, played].flatMap(provenThrough),
    recorded: [...recorded, ...(await provePlayed(played, ground.signal))],
    tampered,
    saboteurs,
    interrupted: ground.signal.aborted,
    durationMs: performance.now() - started,
  };
}

/** Where calls may be tried, and where scenarios. */
function placed(tasks: readonly Task[], { known }: Ground) {
  const [calls, scenarios] = [false, true].map((is) =>
    tasks.filter(({ testCase }) => isScenario(testCase) === is),
  );
  return [placesOf(calls ?? [], known), placesOf(scenarios ?? [], known)] as const;
}
