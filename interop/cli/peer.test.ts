import { expect, it } from 'vitest';
import { eventually } from '../launch/fixtures/fake.ts';
import { run, Started } from './fixtures/started.ts';

const CURL = /^ {2}curl -d '([^']+)' (http:\S+)$/gm;

/** The printed curl lines, done as curl does them: it sends data as a form. */
async function curls(text: string): Promise<string[]> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answers: string[] = [];
  for (const [, body = '', url = ''] of text.matchAll(CURL)) {
    const response = await fetch(url, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    answers.push(await response.text());
  }
  return answers;
}

it.each(['python-grpcio', 'go-connect'])(
  '%s alone: what it prints works, and Ctrl-C ends it',
  async (id) => {
    await using peer = new Started('peer-bin.ts', [id]);
    await peer.says('Ctrl-C ends the peer');
    expect(peer.stdout).toMatch(new RegExp(`^${id} serves on 127\\.0\\.0\\.1:\\d+, without TLS\n`));
    const [call = '', observe = '', ...more] = await curls(peer.stdout);
    expect(more).toEqual([]);
    expect(call).toContain('Ada');
    expect(call).toContain('Blaise');
    expect(JSON.parse(observe)).toMatchObject({
      seen: true,
      hops: [{ method: '/MyService/User' }],
    });
    const address = /serves on (\S+),/.exec(peer.stdout)?.[1] ?? '';
    const client = await run('program-bin.ts', 'go', 'users-client', '--address', address);
    expect(client).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Ada 36 ada@example.org'),
    });
    expect((await peer.family()).size).toBe(2);
    peer.killGroup('SIGINT');
    expect(await peer.end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await peer.left()).toEqual([]);
  },
);

it('serves where it is told to', async () => {
  await using peer = new Started('peer-bin.ts', ['ts-connect', '127.0.0.2:0']);
  await peer.says('Ctrl-C ends the peer');
  expect(peer.stdout).toContain('ts-connect serves on 127.0.0.2:');
  peer.kill('SIGTERM');
  expect((await peer.end).code).toBe(0);
});

it('says so when the peer ends by itself', async () => {
  await using peer = new Started('peer-bin.ts', ['go-grpc']);
  await peer.says('Ctrl-C ends the peer');
  const family = await peer.family();
  for (const pid of family) process.kill(pid, 'SIGKILL');
  await eventually(() => peer.stderr !== '');
  expect(await peer.end).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('go-grpc ended'),
  });
});

it.each([
  [['pyhton-grpcio'], /^there is no peer "pyhton-grpcio"; the nearest is python-grpcio\n/],
  [[], /^npm run peer -- <peer> \[host:port\]\n/],
  [['go-grpc', 'nowhere.invalid:1'], /nowhere\.invalid/],
])('refuses %j with code 2', async (args, error) => {
  const { code, stdout, stderr } = await run('peer-bin.ts', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(error);
});

it('--help lists the peers', async () => {
  const { code, stdout } = await run('peer-bin.ts', '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/peers {2}ts-grpc-js, .*go-connect\n/);
});
