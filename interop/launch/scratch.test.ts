import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { eventually } from './fixtures/fake.ts';
import { inScratch } from './scratch.ts';

/** Programs start, and folders go, in their time on a busy machine. */
const LIMIT_MS = 60_000;

test('a scratch folder is for this user alone, and gone afterwards', {
  timeout: LIMIT_MS,
}, async () => {
  const folder = await inScratch('test', async (one) => {
    expect((await stat(one)).mode & 0o777).toBe(0o700);
    return one;
  });
  expect(existsSync(folder)).toBe(false);
  const failing = inScratch('test', (one) => Promise.reject(new Error(one)));
  const { message } = await failing.catch((error: Error) => error);
  expect(message).toContain('crosswire-test-');
  expect(existsSync(message)).toBe(false);
});

test('kill -9 of the harness leaves no scratch folder', { timeout: LIMIT_MS }, async () => {
  const program = join(import.meta.dirname, 'fixtures/scratch-harness.ts');
  const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [folder] = await once(createInterface({ input: harness.stdout }), 'line');
  expect(existsSync(join(folder, 'key'))).toBe(true);
  harness.kill('SIGKILL');
  expect(await eventually(() => !existsSync(folder), LIMIT_MS / 2)).toBe(true);
});
