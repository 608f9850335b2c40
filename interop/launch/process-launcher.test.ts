import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { answers } from './answers.ts';
import { PeerStartError } from './errors.ts';
import { eventually, fake, fakeLauncher, lives } from './fixtures/fake.ts';
import { ProcessLauncher } from './process-launcher.ts';
import { settlesWithin } from './within.ts';

test('a peer is ready when its control port answers, and ends with code 0', async () => {
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake(), 'one');
  await answers(peer.control);
  expect(peer.control.host).toBe('127.0.0.1');
  expect(peer.dial('127.0.0.1:4711')).toBe('127.0.0.1:4711');
  await peer[Symbol.asyncDispose]();
  expect(await peer.exited).toEqual({ code: 0, signal: null });
});

test('a peer sees the allowed environment alone', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.invalid');
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake(), 'one');
  expect(await eventually(() => peer.stderrTail().includes('environment'))).toBe(true);
  const seen: string[] = JSON.parse(peer.stderrTail().replace('environment ', ''));
  const allowed = [
    'CROSSWIRE_CONTROL',
    'CROSSWIRE_PEER',
    'CROSSWIRE_STDIN',
    'FAKE_MODE',
    'FAKE_NAME',
    'HOME',
    'LANG',
    'PATH',
    'TMPDIR',
  ];
  expect(seen.filter((name) => !allowed.includes(name))).toEqual([]);
});

test('a crash at the start tells the exit code and the stderr', async () => {
  await using launcher = fakeLauncher();
  const start = launcher.start(fake('crash'), 'one');
  await expect(start).rejects.toThrow(PeerStartError);
  await expect(start).rejects.toThrow(
    /one: ended before its control line \(code 3\)\nthe reason of the crash/,
  );
});

test('a program that is not there is a start error', async () => {
  await using missing = new ProcessLauncher({
    languages: { go: { command: ['/nonexistent/peer'] } },
  });
  const start = missing.start({ id: 'x', language: 'go', env: {} }, 'one');
  await expect(start).rejects.toThrow(/ENOENT/);
});

test.each([
  ['silent', 1000, /no control line within 1 s/],
  ['huge-line', 30_000, /first line over 4096 bytes/],
  ['nonsense', 30_000, /first line is not .*listening on port 80/],
])('a start of the kind %s is refused, and the peer ended', async (mode, limitMs, reason) => {
  await using launcher = fakeLauncher(limitMs);
  await expect(launcher.start(fake(mode), 'one')).rejects.toThrow(reason);
});

test('a peer that ignores SIGTERM is killed', async () => {
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake('stubborn'), 'one');
  await peer[Symbol.asyncDispose]();
  expect(await peer.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a paused peer is killed too', async () => {
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake(), 'one');
  await peer.pause();
  await peer.kill();
  expect(await peer.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(lives(peer.pid ?? 0)).toBe(false);
});

test('a paused peer is silent until it goes on, and ends as any other', async () => {
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake(), 'one');
  await peer.pause();
  const answer = answers(peer.control);
  expect(await settlesWithin(300, answer)).toBe(false);
  await peer.resume();
  await answer;
  await peer.pause();
  await peer[Symbol.asyncDispose]();
  expect(await peer.exited).toEqual({ code: 0, signal: null });
});

test('10 MB on stdout and on stderr neither block the peer nor are kept', async () => {
  await using launcher = fakeLauncher();
  const peer = await launcher.start(fake('flood'), 'one');
  expect(await eventually(() => peer.stderrTail().endsWith('flooded\n'))).toBe(true);
  expect(await eventually(() => peer.stdoutBytes === 160 * 64 * 1024)).toBe(true);
  expect(peer.stderrTail().length).toBe(64 * 1024);
});

test('two launchers at once do not disturb each other', async () => {
  await using first = fakeLauncher();
  const left = await (async () => {
    await using second = fakeLauncher();
    const [kept, gone] = await Promise.all([
      first.start(fake(), 'same'),
      second.start(fake(), 'same'),
    ]);
    expect(kept.control.port).not.toBe(gone.control.port);
    return { kept, gone };
  })();
  expect(await left.gone.exited).toEqual({ code: 0, signal: null });
  await answers(left.kept.control);
});

test('kill -9 of the harness leaves no peer, not even a stubborn one', async () => {
  const program = join(import.meta.dirname, 'fixtures/harness.ts');
  const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void harness.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: harness.stdout }), 'line');
  const pids: number[] = JSON.parse(line);
  expect(pids.map(lives)).toEqual([true, true]);
  harness.kill('SIGKILL');
  expect(await eventually(() => !pids.some(lives))).toBe(true);
});
