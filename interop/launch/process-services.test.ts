import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually, fakeLauncher, lives } from './fixtures/fake.ts';
import { testServices } from './fixtures/service-suite.ts';
import { SERVICE_KINDS } from './infrastructure.ts';
import { ProcessLauncher } from './process-launcher.ts';
import { relay } from './services/relay.ts';

async function prepared(): Promise<ProcessLauncher> {
  const launcher = fakeLauncher();
  const missing = await launcher.prepareServices(SERVICE_KINDS);
  if (missing.size > 0) throw new Error([...missing.values()].join('\n'));
  return launcher;
}

describe('services as processes', { timeout: 180_000 }, () => {
  testServices(prepared);

  test('its files are for its own eyes, and its folder goes with the run', async () => {
    const launcher = await prepared();
    const { folder } = await launcher.startService(relay({ upstream: '127.0.0.1:9' }), 'relay');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'haproxy.cfg'))).mode & 0o777).toBe(0o600);
    await launcher[Symbol.asyncDispose]();
    expect(existsSync(join(folder, '..'))).toBe(false);
  });

  test('a kind that is not installed is told with the line that gets it', async () => {
    const nowhere = async () => undefined;
    const programs = { zookeeper: nowhere, consul: nowhere, nginx: nowhere, haproxy: nowhere };
    await using launcher = new ProcessLauncher({ programs });
    const missing = await launcher.prepareServices(['consul']);
    const line = 'consul is not installed: scripts/infrastructure.sh gets it';
    expect([...missing]).toEqual([['consul', line]]);
    await expect(launcher.startService(relay({ upstream: 'a:1' }), 'x')).rejects.toThrow(
      'x: haproxy is not installed',
    );
  });

  test('kill -9 of the harness leaves no service, not even a paused one, and no folder', async () => {
    const program = join(import.meta.dirname, 'fixtures/service-harness.ts');
    const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void harness.kill('SIGKILL'));
    const [line] = await once(createInterface({ input: harness.stdout }), 'line');
    const { pids, folder } = JSON.parse(line);
    expect(pids.map(lives)).toEqual([true, true]);
    harness.kill('SIGKILL');
    expect(await eventually(() => !pids.some(lives) && !existsSync(folder))).toBe(true);
  });
});
