import { fateOf } from './owner.ts';
import { runTool } from './run-tool.ts';

/** How old something of another machine, or of another boot, must be before it counts as left behind. */
const FOREIGN_AGE_MS = 6 * 60 * 60 * 1000;

/** Removes a run's containers and network by label, whatever state they are in. Answers whether there were any. */
export async function removeRun(runId: string): Promise<boolean> {
  const filter = ['--filter', `label=crosswire.run=${runId}`];
  const containers = await lines(['ps', '--all', '--quiet', ...filter]);
  if (containers.length > 0) await runTool('docker', ['rm', '--force', '--volumes', ...containers]);
  const networks = await lines(['network', 'ls', '--quiet', ...filter]);
  if (networks.length > 0) await runTool('docker', ['network', 'rm', ...networks]);
  return containers.length + networks.length > 0;
}

/** Removes what runs left behind that have ended; a run that lives is never touched. Answers the runs' ids. */
export async function sweepDeadRuns(): Promise<readonly string[]> {
  const format =
    '{{.Label "crosswire.run"}} {{.Label "crosswire.owner"}} {{.Label "crosswire.since"}}';
  const listing = ['--filter', 'label=crosswire.owner', '--format', format];
  const found = await Promise.all([
    lines(['ps', '--all', ...listing]),
    lines(['network', 'ls', ...listing]),
  ]);
  const dead = new Set(
    found
      .flat()
      .filter(isLeft)
      .map((line) => line.split(' ')[0] ?? ''),
  );
  // Another run may be sweeping the same: what it took is gone, which is what was wanted.
  await Promise.all([...dead].map((run) => removeRun(run).catch(() => false)));
  return [...dead];
}

function isLeft(line: string): boolean {
  const [, owner = '', since = ''] = line.split(' ');
  const fate = fateOf(owner);
  return fate === 'dead' || (fate === 'elsewhere' && Date.now() - Number(since) > FOREIGN_AGE_MS);
}

const lines = async (args: readonly string[]): Promise<string[]> =>
  (await runTool('docker', args)).split('\n').filter((line) => line !== '');
