import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repro } from './repro.ts';

const KNOWN = 'status/message/trailing-space@ts-connect,go-grpc';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crosswire-repro-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(id: string, results?: string): Promise<string> {
  const out = join(folder, 'out');
  await repro({ id, out, results });
  return readFile(join(out, 'README.md'), 'utf8');
}

describe('repro', () => {
  it('tells a known difference, and why', async () => {
    const readme = await written(KNOWN);
    expect(readme).toContain('message is "" instead of "space after "');
    expect(readme).toContain('RFC 9113, 8.2.1');
    expect(readme).toContain('status: FAILED_PRECONDITION\nstatus message: ""\n');
    expect(readme).toContain('google.golang.org/grpc v');
    expect((await stat(join(folder, 'out/run.sh'))).mode & 0o111).not.toBe(0);
  });

  it('tells what a run has recorded', async () => {
    const place = { client: 'ts-connect', server: 'go-grpc', protocol: 'grpc', transport: 'h2c' };
    const differences = [{ field: 'code', expected: 'FAILED_PRECONDITION', actual: 'DATA_LOSS' }];
    const verdict = { case: 'status/message/empty', ...place, verdict: 'failed', differences };
    await writeFile(join(folder, 'results.json'), JSON.stringify({ verdicts: [verdict] }));
    const readme = await written('status/message/empty@ts-connect,go-grpc', folder);
    expect(readme).toContain('code is DATA_LOSS instead of FAILED_PRECONDITION');
    await expect(written(KNOWN, folder)).rejects.toThrow('that run has no such verdict');
    await expect(written(KNOWN, join(folder, 'none'))).rejects.toThrow(/^--results .*ENOENT/);
  });

  it.for([
    ['status/message/trailing-spac@ts-connect,go-grpc', 'nearest is status/message/trailing-space'],
    ['status/message/empty@ts-conect,go-grpc', 'the nearest is ts-connect'],
    ['status/message/empty@ts-connect,raw', 'no such server: "raw"; the nearest is'],
    ['status/message/empty', 'is no ID of a verdict'],
    ['status/message/empty@ts-connect,go-grpc,grpc,tsl', 'is no ID of a verdict'],
    ['status/message/empty@ts-connect,go-grpc,connect,h2c', 'but as status/message/empty@ts-'],
    ['protocols/messages/unary@ts-connect,go-connect', 'go-connect,connect,http1'],
    ['status/message/empty@ts-connect,go-grpc,grpc,tls', '--protocol grpc --transport tls --case'],
    ['discovery/zookeeper/planned-drain@go-grpc,mixed', '--case discovery/zookeeper/planned-drain'],
  ] as const)('refuses %s', async ([id, why]) => {
    await expect(written(id)).rejects.toThrow(why);
  });
});
