import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEvidence } from './evidence.ts';
import { evidence, result } from './sample.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  path = join(folder, 'deep', 'evidence.jsonl');
});

afterEach(() => rm(folder, { recursive: true }));

function sample(at: number) {
  const proof = evidence({ callId: `call-${at}`, serverStderr: 'x'.repeat(1000) });
  return result('passed', { case: `suite/${at}`, evidence: proof });
}

describe('openEvidence', () => {
  it('writes a line for every result, in order', async () => {
    const writer = openEvidence(path);
    for (let at = 0; at < 100; at += 1) writer.write(sample(at));
    await writer.close();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).callId)).toEqual(
      Array.from({ length: 100 }, (_, at) => `call-${at}`),
    );
  });

  it('has written all but a chunk before it is closed', async () => {
    const writer = openEvidence(path);
    for (let at = 0; at < 500; at += 1) writer.write(sample(at));
    const before = (await stat(path)).size;
    await writer.close();
    const after = (await stat(path)).size;
    expect(after).toBeGreaterThan(500_000);
    expect(after - before).toBeLessThan(70_000);
  });

  it('takes 10,000 results in seconds and holds none of them', async () => {
    const writer = openEvidence(path);
    const before = process.cpuUsage();
    const held = process.memoryUsage().rss;
    for (let at = 0; at < 10_000; at += 1) writer.write(sample(at));
    await writer.close();
    expect((await stat(path)).size).toBeGreaterThan(15_000_000);
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
    expect(process.memoryUsage().rss - held).toBeLessThan(150_000_000);
  });

  it('goes on when the disk is full, and says so at the end', async () => {
    const writer = openEvidence('/dev/full');
    for (let at = 0; at < 100; at += 1) writer.write(sample(at));
    await expect(writer.close()).rejects.toThrow('ENOSPC');
  });
});
