import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ContainerLauncher } from './container-launcher.ts';
import { eventually } from './fixtures/fake.ts';
import { fakeContainers, remainsOf, whyNoContainers } from './fixtures/fake-container.ts';
import { testServices } from './fixtures/service-suite.ts';
import { SERVICE_KINDS } from './infrastructure.ts';
import { runTool } from './run-tool.ts';
import { relay } from './services/relay.ts';

const absent = await whyNoContainers();
const title =
  absent === undefined ? 'services in containers' : `services in containers (skipped: ${absent})`;

async function prepared(): Promise<ContainerLauncher> {
  const launcher = await fakeContainers();
  const missing = await launcher.prepareServices(SERVICE_KINDS, () => undefined);
  if (missing.size > 0) throw new Error([...missing.values()].join('\n'));
  return launcher;
}

describe.skipIf(absent !== undefined)(title, { timeout: 180_000 }, () => {
  testServices(prepared);

  test('its files are for its own eyes, its ports are published on 127.0.0.1 alone, and it goes with the run', async () => {
    const launcher = await prepared();
    const service = await launcher.startService(relay({ upstream: 'localhost:9' }), 'relay');
    const id = (await launcher.runId()) ?? '';
    const name = `crosswire-${id}-relay`;
    const listing = await runTool('docker', ['exec', name, 'ls', '-l', '/service']);
    expect(listing).toMatch(/^-rw------- 1 65532 65532 .*haproxy\.cfg$/m);
    const ports = await runTool('docker', ['port', name]);
    expect(ports.trim()).toBe(`7000/tcp -> ${service.harnessAddress('relay')}`);
    await service.pause();
    await launcher[Symbol.asyncDispose]();
    expect(await remainsOf(id)).toEqual([]);
  });

  test('without the image every kind is told with why', async () => {
    const ensureImage = () => Promise.reject(new Error('no such image\nand more'));
    await using launcher = new ContainerLauncher({ ensureImage });
    const missing = await launcher.prepareServices(['consul', 'nginx'], () => undefined);
    expect([...missing]).toEqual([
      ['consul', 'no such image'],
      ['nginx', 'no such image'],
    ]);
  });

  test('kill -9 of the harness leaves nothing of a paused service', async () => {
    const program = join(import.meta.dirname, 'fixtures/container-service-harness.ts');
    const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void harness.kill('SIGKILL'));
    const [id] = await once(createInterface({ input: harness.stdout }), 'line');
    const started = await remainsOf(id);
    harness.kill('SIGKILL');
    expect(started).toHaveLength(3);
    expect(await eventually(async () => (await remainsOf(id)).length === 0)).toBe(true);
  });
});
