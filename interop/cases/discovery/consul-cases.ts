import { OrderHandler } from '../../contract/generated.ts';
import type { Stage, StageClient } from '../../contract/stage.ts';
import { pathOf, type ScenarioInit, step } from '../define.ts';
import { noneLost } from './run-of-calls.ts';
import { HEARD_MS, leftAlone, registered, SHORT, STEADY } from './setting.ts';

const common = {
  needs: ['client.discovery', 'server.registration'],
  services: ['consul'],
} as const;

/** Sick instances leave the rotation, and come back when they are well: two, and then the third. */
async function sickInstance(stage: Stage): Promise<void> {
  const { client, servers } = await registered(stage, 'consul', { register: SHORT });
  const load = client.load();
  for (const sick of [servers.slice(0, 2), servers.slice(2)]) {
    for (const server of sick) await server.setHealth(false);
    await leftAlone(stage, client, sick);
    for (const server of sick) await server.setHealth(true);
    stage.check('not found again', '', (await client.reach(sick)).join(', '));
  }
  noneLost(stage, await load.stop());
}

/** Servers of another data centre: asked for by name. */
async function otherDataCentre(stage: Stage): Promise<void> {
  const [here, there] = [
    await stage.registry('consul'),
    await stage.registry('consul', { dc: 'dc2' }),
  ];
  const [near, far, farther] = await stage.servers();
  await near.register(here.uri(stage.word), STEADY);
  for (const server of [far, farther]) await server.register(there.uri(stage.word), STEADY);
  const client = stage.client({ target: `${here.uri(stage.word)}?dc=dc2`, policy: 'round_robin' });
  stage.check('not found', '', (await client.reach([far, farther])).join(', '));
  const seen = await client.calls(10);
  noneLost(stage, seen);
  const astray = seen.filter((one) => one.server === near.name).length;
  stage.check('calls in the local data centre', '0', String(astray));
}

/** Only when the local data centre has no healthy instance is another one looked in. */
async function failover(stage: Stage): Promise<void> {
  const [here, there] = [
    await stage.registry('consul'),
    await stage.registry('consul', { dc: 'dc2' }),
  ];
  const [near, , far] = await stage.servers();
  await near.register(here.uri(stage.word), SHORT);
  await far.register(there.uri(stage.word), STEADY);
  const target = `${here.uri(stage.word)}?failover=dc2`;
  const client = stage.client({ target, policy: 'round_robin' });
  stage.check('near not found', '', (await client.reach([near])).join(', '));
  const servedBy = (seen: Awaited<ReturnType<StageClient['calls']>>) =>
    [...new Set(seen.map((one) => one.server))].join(', ');
  stage.check('served by', near.name, servedBy(await client.calls(6)));
  const load = client.load();
  await near.setHealth(false);
  stage.check('far not found', '', (await client.reach([far])).join(', '));
  await leftAlone(stage, client, [near]);
  await near.setHealth(true);
  stage.check('near not found again', '', (await client.reach([near])).join(', '));
  await leftAlone(stage, client, [far]);
  noneLost(stage, await load.stop());
}

const { create_order: createOrder } = OrderHandler.method;
const ORDER = {
  method: pathOf(createOrder),
  steps: [step.send(createOrder.input, { phone: '12990' })],
};

/** A changed key changes what a running server answers. */
async function settings(stage: Stage): Promise<void> {
  const registry = await stage.registry('consul');
  const key = `${stage.word}/greeting`;
  const server = await stage.server({ settings: registry.uri(key) });
  const client = stage.client({ target: server.address });
  const reply = async () => (await client.call(ORDER)).outcome.messages[0]?.json ?? 'no message';
  const becomes = async (greeting: string) => {
    const wanted = JSON.stringify({ rstString: `{"ret": "${greeting}"}` });
    const same = async () => JSON.stringify(JSON.parse(await reply())) === wanted;
    await stage.until(same, HEARD_MS);
    stage.check(`reply with ${greeting}`, wanted, JSON.stringify(JSON.parse(await reply())));
  };
  await becomes('Hi gRPC');
  await registry.setKey(key, 'Good evening');
  await becomes('Good evening');
  await registry.setKey(key, 'Guten Abend');
  await becomes('Guten Abend');
  await registry.setKey(key, 'x'.repeat(1025));
  await becomes('Hi gRPC');
  await registry.setKey(key, 'Good night');
  await becomes('Good night');
  await registry.setKey(key, undefined);
  await becomes('Hi gRPC');
}

/** What Consul has beyond a list of servers: health, data centres, settings. */
export const consulCases: readonly ScenarioInit[] = [
  {
    ...common,
    id: 'consul/sick-instance',
    title:
      'An instance that says NOT_SERVING gets no calls until it serves again, and no call fails',
    source: 'source document S2, health checks: traffic is kept from a sick instance',
    tier: 'mixed',
    ...{ calm: true, waitsMs: 5_000 },
    needs: [...common.needs, 'server.health-switch'],
    scenario: sickInstance,
  },
  {
    ...common,
    id: 'consul/other-data-centre',
    title: 'A target with dc=dc2 finds the servers of that data centre alone',
    source: 'source document S2, several data centres; docs/discovery.md, "Targets"',
    tier: 'mixed',
    scenario: otherDataCentre,
  },
  {
    ...common,
    id: 'consul/failover',
    title:
      'A target with failover=dc2 goes there while the local data centre has no healthy instance',
    source: 'source document S2, several data centres; docs/discovery.md, "Targets"',
    tier: 'mixed',
    ...{ calm: true, waitsMs: 4_000 },
    needs: [...common.needs, 'server.health-switch'],
    scenario: failover,
  },
  {
    ...common,
    id: 'consul/settings',
    title: "A value that changes in Consul's KV store changes what a running server answers",
    source: 'source document S2, KV store for dynamic configuration',
    needs: ['server.settings'],
    scenario: settings,
  },
];
