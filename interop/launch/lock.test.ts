import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from './lock.ts';
import { settlesWithin } from './within.ts';

test('one holder at a time, and nobody is forgotten', async () => {
  const name = randomUUID();
  let inside = 0;
  let most = 0;
  const work = async () => {
    await using _lock = await takeLock(name);
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 10 }, work));
  expect(most).toBe(1);
});

test('who waits is told so, once', async () => {
  const name = randomUUID();
  const holder = await takeLock(name);
  let told = 0;
  const waiting = takeLock(name, () => {
    told += 1;
  });
  expect(await settlesWithin(100, waiting)).toBe(false);
  await holder[Symbol.asyncDispose]();
  await (await waiting)[Symbol.asyncDispose]();
  expect(told).toBe(1);
});

test('a holder that is killed lets go', async () => {
  const name = randomUUID();
  const module = join(import.meta.dirname, 'lock.ts');
  const program = `
    const { takeLock } = await import(${JSON.stringify(module)});
    await takeLock(${JSON.stringify(name)});
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  const waiting = takeLock(name);
  expect(await settlesWithin(100, waiting)).toBe(false);
  holder.kill('SIGKILL');
  expect(await settlesWithin(30_000, waiting)).toBe(true);
  await (await waiting)[Symbol.asyncDispose]();
});
