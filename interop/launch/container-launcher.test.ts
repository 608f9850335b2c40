import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answers } from './answers.ts';
import { eventually, fake } from './fixtures/fake.ts';
import { fakeContainers, remainsOf, whyNoContainers } from './fixtures/fake-container.ts';
import { runTool } from './run-tool.ts';
import { settlesWithin } from './within.ts';

/** What a run has of its own beside its peers: a network, and a volume for sockets. */
const OF_RUN = 2;

const missing = await whyNoContainers();
const title = missing === undefined ? 'containers' : `containers (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(title, { timeout: 180_000 }, () => {
  test('peers reach each other by name, and the harness their control ports on 127.0.0.1 alone', async () => {
    await using launcher = await fakeContainers();
    const [one, two] = await Promise.all([
      launcher.start(fake(), 'one'),
      launcher.start(fake(), 'Two@2.0'),
    ]);
    await answers(two.control);
    expect(one.dial('0.0.0.0:4711')).toBe('one:4711');
    expect(one.dial('[::]:4711')).toBe(`${one.bind6?.slice(0, -':0'.length) ?? '[]'}:4711`);
    expect(one.digest).toMatch(/^sha256:/);
    const id = await launcher.runId();
    const probe = `fetch('http://${two.dial('0.0.0.0:8080')}').then((r) => console.log(r.status))`;
    const seen = await runTool('docker', ['exec', `crosswire-${id}-one`, 'node', '-e', probe]);
    expect(seen.trim()).toBe('404');
    const ports = await runTool('docker', ['port', `crosswire-${id}-one`]);
    expect(ports.trim()).toBe(`8080/tcp -> 127.0.0.1:${one.control.port}`);
  });

  test('disposing removes containers and network, also of a stubborn peer', async () => {
    const launcher = await fakeContainers();
    const peer = await launcher.start(fake('stubborn'), 'one');
    const id = (await launcher.runId()) ?? '';
    expect(await remainsOf(id)).toHaveLength(OF_RUN + 1);
    await launcher[Symbol.asyncDispose]();
    expect(await remainsOf(id)).toEqual([]);
    expect(await peer.exited).toEqual({ code: 137, signal: 'SIGKILL' });
  });

  test('a peer ends by itself with code 0, and leaves no container', async () => {
    await using launcher = await fakeContainers();
    const peer = await launcher.start(fake(), 'one');
    await peer[Symbol.asyncDispose]();
    expect(await peer.exited).toEqual({ code: 0, signal: null });
    expect(await remainsOf((await launcher.runId()) ?? '')).toHaveLength(OF_RUN);
  });

  test('a killed peer says so, and keeps its stderr', async () => {
    await using launcher = await fakeContainers();
    const peer = await launcher.start(fake(), 'one');
    await peer.kill();
    expect(await peer.exited).toEqual({ code: 137, signal: 'SIGKILL' });
    expect(peer.stderrTail()).toMatch(/^environment /);
  });

  test('a paused peer is silent until it goes on, and ends as any other', async () => {
    await using launcher = await fakeContainers();
    const peer = await launcher.start(fake(), 'one');
    await peer.pause();
    const answer = answers(peer.control);
    expect(await settlesWithin(300, answer)).toBe(false);
    await peer.resume();
    await answer;
    await peer.pause();
    await peer[Symbol.asyncDispose]();
    expect(await peer.exited).toEqual({ code: 0, signal: null });
    const killed = await launcher.start(fake(), 'two');
    await killed.pause();
    await killed.kill();
    expect(await killed.exited).toEqual({ code: 137, signal: 'SIGKILL' });
  });

  test.each([
    ['crash', 30_000, /one: ended before its control line \(code 3\)\nthe reason of the crash/],
    ['silent', 2000, /no control line within 2 s/],
    ['huge-line', 30_000, /first line over 4096 bytes/],
    ['nonsense', 30_000, /first line is not .*listening on port 80/],
  ])(
    'a start of the kind %s is refused, and the container removed',
    async (mode, limitMs, reason) => {
      await using launcher = await fakeContainers(limitMs);
      const before = performance.now();
      await expect(launcher.start(fake(mode), 'one')).rejects.toThrow(reason);
      expect(performance.now() - before).toBeLessThan(50_000);
      const id = (await launcher.runId()) ?? '';
      expect(await remainsOf(id)).toHaveLength(OF_RUN);
    },
  );

  test('10 MB on stdout and on stderr neither block the peer nor are kept', async () => {
    await using launcher = await fakeContainers();
    const peer = await launcher.start(fake('flood'), 'one');
    expect(await eventually(() => peer.stderrTail().endsWith('flooded\n'))).toBe(true);
    expect(await eventually(() => peer.stdoutBytes === 160 * 64 * 1024)).toBe(true);
    expect(peer.stderrTail().length).toBe(64 * 1024);
  });

  test('two runs at once do not disturb each other', async () => {
    await using first = await fakeContainers();
    const kept = await first.start(fake(), 'same');
    const second = await fakeContainers();
    await second.start(fake(), 'same');
    await second[Symbol.asyncDispose]();
    await answers(kept.control);
    expect(await remainsOf((await first.runId()) ?? '')).toHaveLength(OF_RUN + 1);
  });

  test('kill -9 of the harness leaves neither container nor network', async () => {
    const program = join(import.meta.dirname, 'fixtures/container-harness.ts');
    const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void harness.kill('SIGKILL'));
    const [id] = await once(createInterface({ input: harness.stdout }), 'line');
    const started = await remainsOf(id);
    harness.kill('SIGKILL');
    expect(started).toHaveLength(OF_RUN + 2);
    expect(await eventually(async () => (await remainsOf(id)).length === 0)).toBe(true);
  });
});
