/** The janitor's program: reads lines until its standard input closes, then clears away what they named. */

import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeRun } from './sweep.ts';

/** Peers end by themselves when their standard input closes; this is how long they may take. */
const GRACE_MS = 2000;
const PASSES = 20;
const PAUSE_MS = 1000;

const groups = new Set<number>();
const folders = new Set<string>();
const runs = new Set<string>();
let done = false;

function take(line: string): void {
  const [verb] = line.split(' ', 1);
  const what = line.slice(line.indexOf(' ') + 1);
  if (verb === 'process') groups.add(Number(what));
  else if (verb === 'forget') groups.delete(Number(what));
  else if (verb === 'folder') folders.add(what);
  else if (verb === 'run') runs.add(what);
  else if (verb === 'done') done = true;
}

const alive = (group: number): boolean => signal(group, 0);

function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}

async function clearGroups(): Promise<void> {
  const deadline = Date.now() + GRACE_MS;
  while ([...groups].some(alive) && Date.now() < deadline) await sleep(50);
  for (const group of groups) signal(group, 'SIGKILL');
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes until nothing has turned up for a pass: the engine may still be creating what the harness asked for. */
async function clearRun(runId: string): Promise<void> {
  for (let quiet = 0, pass = 0; quiet < 2 && pass < PASSES; pass++) {
    // A network whose containers are still going is refused; the next pass takes it.
    const found = await removeRun(runId).catch(() => true);
    quiet = found ? 0 : quiet + 1;
    await sleep(PAUSE_MS);
  }
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
for await (const line of createInterface({ input: process.stdin })) take(line);
// After `done` the harness has cleared away everything itself.
if (!done) await Promise.all([clearGroups(), ...[...runs].map(clearRun)]);
