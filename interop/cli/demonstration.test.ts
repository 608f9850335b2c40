// The demonstration of source document S1, as programs: servers on 8003, 8005 and 8009, and clients that find them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../launch/fixtures/fake.ts';
import type { RunningService } from '../launch/infrastructure.ts';
import { ProcessLauncher } from '../launch/process-launcher.ts';
import { zookeeper } from '../launch/services/zookeeper.ts';
import { Started } from './fixtures/started.ts';

const SERVERS = [
  { language: 'typescript', port: 8003 },
  { language: 'python', port: 8005 },
  { language: 'go', port: 8009 },
] as const;
const LANGUAGES = SERVERS.map((one) => one.language);
const CHINESE = '单选 多选 填空 解答 问答 作文';
/** How long news may take to be heard of by everybody, in milliseconds: sessions of killed servers are 10 s. */
const HEARD_MS = 60_000;

const launcher = new ProcessLauncher();
let registry: RunningService;

beforeAll(async () => {
  const missing = await launcher.prepareServices(['zookeeper']);
  expect([...missing.values()]).toEqual([]);
  registry = await launcher.startService(zookeeper(), 'demonstration');
});
afterAll(() => launcher[Symbol.asyncDispose]());

async function server({ language, port }: (typeof SERVERS)[number]): Promise<Started> {
  const address = ['--address', `127.0.0.1:${port}`];
  const flags = [...address, '--zookeeper', registry.harnessAddress('client')];
  const started = new Started('program-bin.ts', [language, 'subjects-server', ...flags]);
  await started.says(`) on 127.0.0.1:${port}\n`);
  return started;
}

function client(language: string): Started {
  const target = `zookeeper://${registry.harnessAddress('client')}/rpc_calc`;
  const flags = ['--target', target, '--watch', '--interval', '100ms'];
  return new Started('program-bin.ts', [language, 'subjects-client', ...flags]);
}

/** Waits until each client has been served by exactly these ports, in the lines since now. */
async function servedBy(clients: readonly Started[], ports: readonly number[]): Promise<void> {
  const wanted = ports.map((port) => `127.0.0.1:${port}`).sort();
  for (const one of clients) {
    const recent = () => {
      const lines = one.stdout.trimEnd().split('\n').slice(-30);
      return [...new Set(lines.map((line) => line.split(' ')[0]))].sort();
    };
    await eventually(() => JSON.stringify(recent()) === JSON.stringify(wanted), HEARD_MS);
    expect(recent()).toEqual(wanted);
  }
}

it('serves clients of all languages, while servers of all languages come and go', async () => {
  await using stack = new AsyncDisposableStack();
  const [eight, , nine] = SERVERS;
  const first = stack.use(await server(eight));
  for (const one of SERVERS.slice(1, 2)) stack.use(await server(one));
  const last = stack.use(await server(nine));
  const clients = LANGUAGES.map((language) => stack.use(client(language)));
  await servedBy(clients, [8003, 8005, 8009]);

  first.kill('SIGTERM');
  expect(await first.end).toMatchObject({ code: 0, stderr: '' });
  await servedBy(clients, [8005, 8009]);
  stack.use(await server(eight));
  await servedBy(clients, [8003, 8005, 8009]);
  expect(clients.map((one) => one.stderr)).toEqual(['', '', '']);

  for (const pid of await last.family()) process.kill(pid, 'SIGKILL');
  await servedBy(clients, [8003, 8005]);
  for (const one of clients) {
    one.kill('SIGINT');
    const { stdout } = await one.end;
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(line.indexOf(' ') + 1));
    expect(new Set(answers)).toEqual(new Set([CHINESE]));
  }
}, 300_000);
