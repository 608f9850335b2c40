import type { ImageName } from './dockerfile.ts';
import { runTool } from './run-tool.ts';

/** The label of a built image that tells which checkout built it. */
export const CHECKOUT_LABEL = 'crosswire.checkout';

/**
 * Removes what earlier builds of one checkout left. Its two newest tags stay, as a run that is still going may
 * start peers from the one before; of the unnamed build stages the newest stays, as it holds the packages.
 */
export async function removeOldImages(name: ImageName, checkout: string): Promise<void> {
  const tags = await newestFirst([
    ...['--filter', `label=${CHECKOUT_LABEL}=${checkout}`],
    ...['--format', '{{.Repository}}:{{.Tag}}', `crosswire/${name}`],
  ]);
  const stages = await newestFirst([
    ...['--filter', 'dangling=true', '--filter', `label=crosswire.stage=${name}`],
    ...['--format', '{{.ID}}'],
  ]);
  for (const image of [...tags.slice(2), ...stages.slice(1)]) {
    // One that a container still uses stays until the next build.
    await runTool('docker', ['image', 'rm', image]).catch(() => undefined);
  }
}

const newestFirst = async (filters: readonly string[]): Promise<string[]> =>
  (await runTool('docker', ['image', 'ls', ...filters])).split('\n').filter((line) => line !== '');
