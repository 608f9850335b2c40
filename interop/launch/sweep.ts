import { messageOf, NetworkKept } from './errors.ts';
import { fateOf } from './owner.ts';
import { runTool } from './run-tool.ts';

/** How old something of another machine, or of another boot, must be before it counts as left behind. */
const FOREIGN_AGE_MS = 6 * 60 * 60 * 1000;

/**
 * Removes a run's containers, network and volume by label, whatever state they are in. Answers whether there were any;
 * rejects with a NetworkKept once all else is gone.
 */
export async function removeRun(runId: string): Promise<boolean> {
  const filter = ['--filter', `label=crosswire.run=${runId}`];
  const containers = await lines(['ps', '--all', '--quiet', ...filter]);
  if (containers.length > 0) await runTool('docker', ['rm', '--force', '--volumes', ...containers]);
  const networks = await lines(['network', 'ls', '--quiet', ...filter]);
  const kept = await removeNetworks(networks);
  const volumes = await lines(['volume', 'ls', '--quiet', ...filter]);
  if (volumes.length > 0) await runTool('docker', ['volume', 'rm', ...volumes]);
  if (kept !== undefined) throw kept;
  return containers.length + networks.length + volumes.length > 0;
}

/** Removes them, or answers why the engine kept them though nobody is in them; any other error is one. */
async function removeNetworks(networks: readonly string[]): Promise<NetworkKept | undefined> {
  if (networks.length === 0) return undefined;
  try {
    await runTool('docker', ['network', 'rm', ...networks]);
    return undefined;
  } catch (error) {
    if (!messageOf(error).includes('has active endpoints')) throw error;
    const format = ['--format', '{{range .Containers}}{{.Name}}{{"\\n"}}{{end}}'];
    const inside = await lines(['network', 'inspect', ...format, ...networks]);
    if (inside.length > 0) throw error;
    const which = networks.join(' ');
    return new NetworkKept(
      `the engine keeps network ${which}, though nobody is in it (moby/moby#43286): it goes when the engine is restarted`,
    );
  }
}

/** Removes what runs left behind that have ended; a run that lives is never touched. Answers the runs' ids. */
export async function sweepDeadRuns(): Promise<readonly string[]> {
  const format =
    '{{.Label "crosswire.run"}} {{.Label "crosswire.owner"}} {{.Label "crosswire.since"}}';
  const listing = ['--filter', 'label=crosswire.owner', '--format', format];
  const found = await Promise.all([
    lines(['ps', '--all', ...listing]),
    lines(['network', 'ls', ...listing]),
    lines(['volume', 'ls', ...listing]),
  ]);
  const dead = new Set(
    found
      .flat()
      .filter(isLeft)
      .map((line) => line.split(' ')[0] ?? ''),
  );
  // Another run may be sweeping the same: what it took is gone, which is what was wanted.
  const gone = async (run: string) =>
    removeRun(run).catch((error: unknown) => !(error instanceof NetworkKept));
  const swept = await Promise.all([...dead].map(async (run) => ((await gone(run)) ? [run] : [])));
  return swept.flat();
}

function isLeft(line: string): boolean {
  const [, owner = '', since = ''] = line.split(' ');
  const fate = fateOf(owner);
  return fate === 'dead' || (fate === 'elsewhere' && Date.now() - Number(since) > FOREIGN_AGE_MS);
}

const lines = async (args: readonly string[]): Promise<string[]> =>
  (await runTool('docker', args)).split('\n').filter((line) => line !== '');
