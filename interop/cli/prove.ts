import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KNOWN } from '../cases/known.ts';
import { servicesOf } from '../contract/case.ts';
import type { ProofReport } from '../contract/proof.ts';
import { RAW } from '../contract/raw.ts';
import type { Role } from '../contract/vocabulary.ts';
import { chooseLauncher } from '../launch/choose.ts';
import { LaunchError } from '../launch/errors.ts';
import type { Launcher } from '../launch/launcher.ts';
import { recipes } from '../launch/recipes.ts';
import { serversOf } from '../matrix/peers.ts';
import { prove } from '../proof/proof.ts';
import { createProgress } from '../report/progress.ts';
import { isWhole, proofJson, renderProof } from '../report/proof.ts';
import { Services } from '../run/services.ts';
import { Sessions } from '../run/sessions.ts';
import { WireProgram } from '../wire/program.ts';
import { Interrupt } from './interrupt.ts';
import type { Options } from './options.ts';
import type { Selection } from './selection.ts';

const INTERRUPTED = 130;

/** `--prove`: proves that what was chosen can fail, prints and writes the proof, and returns the exit code. */
export async function proveChosen(options: Options, selection: Selection): Promise<number> {
  if (options.runner === 'both')
    throw new LaunchError('--prove takes one launcher: give --runner process or container');
  const progress = createProgress(process.stderr);
  using interrupt = new Interrupt((line) => progress.note(line));
  const say = (line: string) => progress.note(line);
  const { launcher, why } = await chooseLauncher(options.runner, say);
  say(why);
  await using _ = launcher;
  const report = await proveWith(launcher, selection, interrupt.signal, say);
  await mkdir(options.out, { recursive: true });
  await writeFile(join(options.out, 'proof.json'), proofJson(report));
  process.stdout.write(`${renderProof(report)}\n`);
  if (interrupt.signal.aborted) return INTERRUPTED;
  return isWhole(report) ? 0 : 1;
}

async function proveWith(
  launcher: Launcher,
  { cells, tasks }: Selection,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<ProofReport> {
  const named = new Set([
    'wire',
    RAW,
    ...cells.flatMap((cell) => [cell.client, ...serversOf(cell)]),
  ]);
  await launcher.prepare(
    recipes.filter((one) => named.has(one.id)),
    say,
  );
  const kinds = [...new Set(tasks.flatMap(({ testCase }) => servicesOf(testCase)))];
  const missing = await launcher.prepareServices(kinds, say);
  for (const line of missing.values()) say(line);
  await using services = new Services(launcher, missing);
  await using sessions = new Sessions(launcher, recipes, cells);
  await using wire = new WireProgram(launcher, recipeOfWire(), say);
  const beside = { services, keys: sessions.keys, apart: (peer: string) => sessions.apart(peer) };
  const session = (role: Role, peer: string) => sessions.of(role, peer);
  return await prove(
    { players: { session, beside }, wire, known: KNOWN, signal },
    launcher,
    tasks,
    say,
  );
}

function recipeOfWire() {
  const recipe = recipes.find((one) => one.id === 'wire');
  if (recipe === undefined) throw new Error('there is no recipe for the wire program');
  return recipe;
}
