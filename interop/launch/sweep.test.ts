import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { remainsOf, whyNoContainers } from './fixtures/fake-container.ts';
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
  return run;
}

describe.skipIf(missing !== undefined)(title, { timeout: 60_000 }, () => {
  test('only what nobody owns any more is removed', async () => {
    const here = thisOwner();
    const now = Date.now();
    const live = await leave(ownerText(here), now);
    const dead = await leave(ownerText({ ...here, pid: 2 ** 22 + 1 }), now);
    const reused = await leave(ownerText({ ...here, started: '1' }), now);
    const foreign = await leave('another-machine:1:1', now - HOUR);
    const foreignOld = await leave('another-machine:1:1', now - 7 * HOUR);
    const swept = await sweepDeadRuns();
    expect(swept).toEqual(expect.arrayContaining([dead, reused, foreignOld]));
    expect(swept).not.toContain(live);
    expect(await remainsOf(dead)).toEqual([]);
    expect(await remainsOf(live)).toHaveLength(1);
    expect(await remainsOf(foreign)).toHaveLength(1);
    await Promise.all([live, foreign].map(removeRun));
  });
});
