import type { Held, Stage, StageClient, StageServer } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { REGISTRIES, REGISTRY_KINDS, type RegistryKind } from './registries.ts';
import { noneLost, recoversWithin } from './run-of-calls.ts';
import {
  found,
  leftAlone,
  listed,
  registered,
  SETTLE_MS,
  type Setting,
  STEADY,
} from './setting.ts';

/**
 * After kill -9 the connection is reset at once: what was under way fails, and nothing later than this. Far more than
 * it takes, and well before the registry could tell.
 */
const RECOVERY_MS = 5_000;
/** Calls go on so long after that, or none would tell that it took longer. */
const BEYOND_MS = 1_000;
/** So many calls are made before a server is killed. */
const BEFORE = 10;

/** A server that is called while it settles does so for long: on a busy machine a registry takes a second to tell. */
const LONG_MS = 2 * SETTLE_MS;

const common = (kind: RegistryKind) =>
  ({
    tier: 'mixed',
    needs: ['client.discovery', 'server.registration'],
    services: [kind],
  }) as const;

/** Leaves as planned, with a call in its handler, and takes a new one while it settles. */
async function leaves(stage: Stage, setting: Setting, server: StageServer): Promise<void> {
  const { client, servers } = setting;
  const direct = stage.client({ target: server.address });
  await direct.call();
  const held = await heldBy(client, server);
  const left = server.leave(LONG_MS);
  // It settles from then on, since its entry goes first.
  await listed(stage, setting, servers.length - 1);
  stage.check('a new call while it settles', 'OK', (await direct.call()).code);
  await stage.sleep(LONG_MS);
  stage.check('the call that it had', 'OK', (await held?.release())?.code ?? 'none');
  await left;
}

/** A call that is held by this very server; others are let go. */
async function heldBy(client: StageClient, server: StageServer): Promise<Held | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await client.hold();
    if (held?.server === server.name) return held;
    await held?.release();
  }
  return undefined;
}

/** A round robin that others use too comes by soon. */
const TRIES = 50;

/** Servers come and go as planned while calls run: none is lost. */
async function plannedDrain(stage: Stage, kind: RegistryKind): Promise<void> {
  const setting = await registered(stage, kind);
  const [first, second] = setting.servers;
  if (first === undefined || second === undefined) return;
  const load = setting.client.load();
  await leaves(stage, setting, first);
  const fresh = await stage.server({ peer: first.peer });
  await fresh.register(setting.target, STEADY);
  stage.check('newcomer not found', '', (await setting.client.reach([fresh])).join(', '));
  await second.leave(SETTLE_MS);
  noneLost(stage, await load.stop());
  await listed(stage, setting, 2);
}

/** A call that is left without a word is given up after this, and its caller goes on. */
const PATIENCE_MS = 3_000;

/** So long that the registry can't be what calls move on by: they must see that the connection is gone. */
const SLOW = { sessionTimeoutMs: 8_000, checkIntervalMs: 8_000 };

/** A server is killed while calls run: they move on, and its entry goes by itself. */
async function killed(stage: Stage, kind: RegistryKind, victim: string): Promise<void> {
  const [one, two] = await stage.servers();
  const prey = await stage.server({ apart: true, peer: victim });
  const setting = await registered(stage, kind, {
    servers: [one, two],
    client: { timeoutMs: PATIENCE_MS },
  });
  await prey.register(setting.target, SLOW);
  await found(stage, setting.client, [prey]);
  const load = setting.client.load();
  // That nothing failed before it is said of calls that have ended, however busy the machine is.
  const before = await setting.client.calls(BEFORE, { atOnce: 2 });
  const since = stage.now();
  await prey.kill();
  await Promise.all([listed(stage, setting, 2), stage.sleep(RECOVERY_MS + BEYOND_MS)]);
  const seen = [...before, ...(await load.stop())];
  recoversWithin(stage, seen, since, RECOVERY_MS);
  await leftAlone(stage, setting.client, [prey]);
}

const VICTIMS = ['ts-grpc-js', 'python-grpcio', 'go-grpc'] as const;

/** What becomes of calls when servers leave, as planned and not. */
export const leavingCases: readonly ScenarioInit[] = REGISTRY_KINDS.flatMap((kind) => [
  {
    ...common(kind),
    ...{ calm: true, waitsMs: 2 * LONG_MS + SETTLE_MS },
    id: `${kind}/planned-drain`,
    title: `Servers come and go as planned while calls run, found in ${REGISTRIES[kind].name}: no call fails`,
    source: 'docs/discovery.md, "Leaving"; gRPC "Graceful shutdown" guide',
    scenario: (stage: Stage) => plannedDrain(stage, kind),
  },
  ...VICTIMS.map((victim) => ({
    ...common(kind),
    ...{ calm: true, waitsMs: SLOW.sessionTimeoutMs },
    // Of one language by default: what moves on is the client, whoever dies.
    dear: victim !== 'go-grpc',
    id: `${kind}/killed-${victim}`,
    title: `After kill -9 of a ${victim} server calls move on within ${RECOVERY_MS} ms, and its entry goes`,
    source: 'source document S1: entries are ephemeral; S2: a sick instance leaves the rotation',
    scenario: (stage: Stage) => killed(stage, kind, victim),
  })),
]);
