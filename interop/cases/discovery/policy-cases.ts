import type { Policy, Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import {
  leastConnectionsTrial,
  OTHER_WEIGHTS,
  randomTrial,
  roundRobinTrial,
  type Trial,
  WEIGHTS,
  weightedTrial,
} from './policies.ts';
import { REGISTRIES, REGISTRY_KINDS, type RegistryKind } from './registries.ts';
import { found } from './setting.ts';
import { spreadText } from './spread.ts';

const TRIALS: readonly {
  readonly policy: Policy;
  readonly title: string;
  readonly trial: Trial;
}[] = [
  { policy: 'random', title: 'picks each server with the same chance', trial: randomTrial },
  { policy: 'round_robin', title: 'picks one after the other', trial: roundRobinTrial },
  {
    policy: 'least_connections',
    title: 'spares the server that is busy',
    trial: leastConnectionsTrial,
  },
  { policy: 'weighted', title: 'gives each server exactly its share', trial: weightedTrial },
];

const slug = (policy: Policy) => policy.replace('_', '-');

/** Registers three servers, lets a client find them all, and tries the policy. */
async function play(
  stage: Stage,
  kind: RegistryKind,
  { policy, trial }: (typeof TRIALS)[number],
  tier: 'each-peer' | 'mixed',
): Promise<void> {
  const registry = await stage.registry(kind);
  const target = registry.uri(stage.word);
  const servers = await stage.servers();
  for (const [at, server] of servers.entries()) {
    await server.register(target, policy === 'weighted' ? { weight: WEIGHTS[at] ?? 1 } : {});
  }
  const client = stage.client({ target, policy });
  await found(stage, client, servers);
  await trial(stage, client, servers, tier);
}

function policyCase(
  kind: RegistryKind,
  one: (typeof TRIALS)[number],
  tier: 'each-peer' | 'mixed',
): ScenarioInit {
  const { policy, title } = one;
  const where = tier === 'mixed' ? 'over three languages' : 'over three servers';
  return {
    id: `${kind}/${slug(policy)}${tier === 'mixed' ? '-mixed' : ''}`,
    title: `A client finds the servers that registered in ${REGISTRIES[kind].name}, and ${title}, ${where}`,
    source: 'source document S2, load balancing; docs/discovery.md, "Policies"',
    tier,
    needs: ['client.discovery', 'server.registration'],
    services: [kind],
    scenario: (stage) => play(stage, kind, one, tier),
  };
}

/** New weights in the registry are the shares of the calls that follow. */
function weightsChanged(kind: RegistryKind): ScenarioInit {
  return {
    id: `${kind}/weights-changed`,
    title: `Weights that change in ${REGISTRIES[kind].name} while calls run are the new shares, and no call fails`,
    source: 'source document S2, weights: the share used is brought up to date after every pick',
    tier: 'mixed',
    needs: ['client.discovery', 'server.registration'],
    services: [kind],
    scenario: async (stage) => {
      const target = (await stage.registry(kind)).uri(stage.word);
      const servers = await stage.servers();
      for (const [at, server] of servers.entries()) {
        await server.register(target, { weight: WEIGHTS[at] ?? 1 });
      }
      const client = stage.client({ target, policy: 'weighted' });
      await found(stage, client, servers);
      const load = client.load();
      for (const [at, server] of servers.entries()) {
        await server.register(target, { weight: OTHER_WEIGHTS[at] ?? 1 });
      }
      await stage.sleep(HEARD_MS);
      const seen = await load.stop();
      stage.check('failures', '0', String(seen.filter((one) => one.code !== 'OK').length));
      const names = servers.map((one) => one.name);
      const after = await client.calls(12);
      const expected = OTHER_WEIGHTS.map((one) => 2 * one).join(' ');
      stage.check('spread afterwards', expected, spreadText(after, names));
    },
  };
}

/** How long news of a registry may take to be heard of by everybody, in milliseconds. */
const HEARD_MS = 1_500;

/** Four policies with each registry: every client and every server once, and over three languages. */
export const policyCases: readonly ScenarioInit[] = REGISTRY_KINDS.flatMap((kind) => [
  ...TRIALS.map((one) => policyCase(kind, one, 'each-peer')),
  ...TRIALS.map((one) => policyCase(kind, one, 'mixed')),
  weightsChanged(kind),
]);
