/** Main, as a launcher starts and ends it: docs/peer-contract.md, "Start". */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const main = new URL('./main.ts', import.meta.url).pathname;

function start(env: Record<string, string>) {
  const { PATH } = process.env;
  return spawn(process.execPath, [main], {
    env: { PATH, CROSSWIRE_CONTROL: '127.0.0.1:0', ...env },
  });
}

test('says where its control port is, and ends with 0 on SIGTERM', async () => {
  const peer = start({ CROSSWIRE_PEER: 'ts-connect@2.1' });
  const [line] = await once(createInterface(peer.stdout), 'line');
  expect(line).toMatch(/^\{"control":"127\.0\.0\.1:\d+"\}$/);
  peer.kill('SIGTERM');
  expect(await once(peer, 'exit')).toEqual([0, null]);
});

test('ends when its standard input closes', async () => {
  const peer = start({ CROSSWIRE_PEER: 'ts-grpc-js', CROSSWIRE_STDIN: 'watch' });
  await once(createInterface(peer.stdout), 'line');
  peer.stdin.end();
  expect(await once(peer, 'exit')).toEqual([0, null]);
});

test('an unknown recipe is refused in one line', async () => {
  const peer = start({ CROSSWIRE_PEER: 'ts-other' });
  const [text] = await once(peer.stderr, 'data');
  expect(String(text)).toBe('CROSSWIRE_PEER is "ts-other", not ts-connect, ts-grpc-js\n');
  expect(await once(peer, 'exit')).toEqual([1, null]);
});
