import { SimpleRpcServer } from '../../contract/generated.ts';
import type { Seen, Stage } from '../../contract/stage.ts';
import { pathOf, type ScenarioInit, step } from '../define.ts';
import { noneLost } from './run-of-calls.ts';
import { SETTLE_MS, STEADY } from './setting.ts';

const { getSubjectQuestionTypes } = SimpleRpcServer.method;

/** What the document's client asks: the question types of Chinese. */
const CHINESE = {
  method: pathOf(getSubjectQuestionTypes),
  steps: [step.send(getSubjectQuestionTypes.input, { name: 'Chinese' })],
};
const ANSWER = '单选 多选 填空 解答 问答 作文';

function answerOf({ outcome }: Seen): string {
  return outcome.messages.map(({ json }) => (JSON.parse(json) as { name?: string }).name).join(' ');
}

/** Three servers in /rpc_calc, two clients; each is served, while servers come and go. */
async function play(stage: Stage): Promise<void> {
  const registry = await stage.registry('zookeeper', { own: true });
  const target = registry.uri('rpc_calc');
  const servers = await stage.servers();
  const entries: string[] = [];
  for (const server of servers) entries.push(await server.register(target, STEADY));
  entries.forEach((entry, at) => {
    const wanted = /^\/rpc_calc\/calculate_server\d{10}$/;
    stage.holds(`entry ${at + 1}`, String(wanted), entry, wanted.test(entry));
  });
  for (const [at, { address }] of servers.entries()) {
    const data: unknown = JSON.parse(await registry.read(entries[at] ?? ''));
    const colon = address.lastIndexOf(':');
    const wanted = { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
    stage.check(`data ${at + 1}`, JSON.stringify(wanted), JSON.stringify(data));
  }
  const clients = [1, 2].map(() => stage.client({ target, policy: 'random' }));
  for (const [at, client] of clients.entries()) {
    const seen = await client.call(CHINESE);
    stage.check(`client ${at + 1}`, ANSWER, answerOf(seen));
    stage.note(`client ${at + 1} was served by ${seen.server ?? 'nobody that tells'}`);
    stage.check(`not found by client ${at + 1}`, '', (await client.reach(servers)).join(', '));
  }
  const loads = clients.map((client) => client.load());
  await servers[0].leave(SETTLE_MS);
  const fresh = await stage.server({ peer: servers[0].peer });
  await fresh.register(target, STEADY);
  for (const client of clients) {
    stage.check('newcomer not found', '', (await client.reach([fresh])).join(', '));
  }
  for (const load of loads) noneLost(stage, await load.stop());
}

/** The demonstration of source document S1. */
export const subjectsDemonstration: ScenarioInit = {
  id: 'zookeeper/subjects',
  title:
    'Three subjects servers of three languages in /rpc_calc serve two clients, while servers come and go',
  source: 'source document S1: registration, discovery and the test of the service',
  tier: 'mixed',
  needs: ['client.discovery', 'server.registration'],
  services: ['zookeeper'],
  scenario: play,
};
