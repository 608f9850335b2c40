import { runTool } from './run-tool.ts';

const label = (runId: string): string => `label=crosswire.run=${runId}`;

/** Removes a run's containers and network by label, whatever state they are in. */
export async function removeRun(runId: string): Promise<void> {
  const containers = await ids(['ps', '--all', '--quiet', '--filter', label(runId)]);
  if (containers.length > 0) await runTool('docker', ['rm', '--force', '--volumes', ...containers]);
  const networks = await ids(['network', 'ls', '--quiet', '--filter', label(runId)]);
  if (networks.length > 0) await runTool('docker', ['network', 'rm', ...networks]);
}

const ids = async (args: readonly string[]): Promise<string[]> =>
  (await runTool('docker', args)).split('\n').filter((line) => line !== '');
