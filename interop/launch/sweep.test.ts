import { randomBytes } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NetworkKept } from './errors.ts';
import { eventually } from './fixtures/fake.ts';
import { BASE, remainsOf, whyNoContainers } from './fixtures/fake-container.ts';
import { ownerText, thisOwner } from './owner.ts';
import { runTool } from './run-tool.ts';
import { removeRun, sweepDeadRuns } from './sweep.ts';

const missing = await whyNoContainers();
const title = missing === undefined ? 'sweep' : `sweep (skipped: ${missing})`;
const HOUR = 60 * 60 * 1000;

/** A network with the labels of a run; networks are swept by the same rule as containers, and are quicker made. */
async function leave(owner: string, since: number): Promise<string> {
  const run = randomBytes(5).toString('hex');
  const labels = [
    'crosswire=network',
    `crosswire.run=${run}`,
    `crosswire.owner=${owner}`,
    `crosswire.since=${since}`,
  ];
  const flags = labels.flatMap((label) => ['--label', label]);
  await runTool('docker', ['network', 'create', ...flags, `crosswire-${run}`]);
  onTestFinished(async () => void (await removeRun(run).catch(() => false)));
  return run;
}

const isGone = (run: string): Promise<boolean> =>
  eventually(async () => (await remainsOf(run)).length === 0);

describe.skipIf(missing !== undefined)(title, { timeout: 180_000 }, () => {
  test('only what nobody owns any more is removed', async () => {
    const here = thisOwner();
    const now = Date.now();
    const live = await leave(ownerText(here), now);
    const dead = await leave(ownerText({ ...here, pid: 2 ** 22 + 1 }), now);
    const reused = await leave(ownerText({ ...here, started: '1' }), now);
    const foreign = await leave('another-machine:1:1', now - HOUR);
    const foreignOld = await leave('another-machine:1:1', now - 7 * HOUR);
    // Other runs of this machine sweep too: whose sweep took what is not the question.
    const swept = await sweepDeadRuns();
    for (const run of [dead, reused, foreignOld]) expect(await isGone(run)).toBe(true);
    for (const run of [live, foreign]) {
      expect(swept).not.toContain(run);
      expect(await remainsOf(run)).toHaveLength(1);
    }
  });

  test('a network that somebody is in is no whim of the engine', async () => {
    const run = await leave(ownerText(thisOwner()), Date.now());
    const network = `crosswire-${run}`;
    const started = ['run', '--detach', '--rm', '--network', network, BASE, 'sleep', '60'];
    const container = (await runTool('docker', started)).trim();
    try {
      await expect(removeRun(run)).rejects.toSatisfy((error) => !(error instanceof NetworkKept));
    } finally {
      await runTool('docker', ['rm', '--force', container]);
    }
    expect(await removeRun(run)).toBe(true);
  });
});
