import type { Relay, Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { malformed } from './malformed.ts';
import { REGISTRIES, REGISTRY_KINDS, type RegistryKind } from './registries.ts';
import { noneLost } from './run-of-calls.ts';
import { found, HEARD_MS, leftAlone, listed, registered, SHORT, STEADY } from './setting.ts';
import { counts } from './spread.ts';

const SOURCE = 'docs/discovery.md, "Watching" and "Entries"';

/** How long clients may take to hear that the registry is up, beside all that others do, in milliseconds. */
const UP_MS = 40_000;

/** How long a call may take to say that no registry answers, in milliseconds. */
const TELLS_MS = 20_000;

/** Calls end UNAVAILABLE while there is no registry, and find servers once there is. */
async function downAtStart(stage: Stage, kind: RegistryKind): Promise<void> {
  const registry = await stage.registry(kind, { own: true, started: false });
  const target = registry.uri(stage.word);
  const client = stage.client({ target, policy: 'round_robin', timeoutMs: TELLS_MS });
  const first = await client.call();
  stage.check('without a registry', 'UNAVAILABLE', first.code);
  const { message } = first.outcome;
  const named = message.includes(registry.address);
  stage.holds('message', `names ${registry.address}`, JSON.stringify(message), named);
  await registry.start();
  const since = stage.now();
  const servers = await stage.servers();
  for (const server of servers) await server.register(target, STEADY);
  stage.check('not found afterwards', '', (await client.reach(servers, UP_MS)).join(', '));
  stage.note(`all found ${Math.round(stage.now() - since)} ms after the registry came up`);
}

/** Sessions that outlast the registry's absence: entries are there again with it. */
const LASTING = { sessionTimeoutMs: 10_000, checkIntervalMs: 1_000 };

/** Clients keep the last known servers while the registry is gone, and hear of new ones after it. */
async function lost(stage: Stage, kind: RegistryKind): Promise<void> {
  const setting = await registered(stage, kind, { own: true, register: LASTING });
  const load = setting.client.load();
  await setting.registry.kill();
  await stage.sleep(3_000);
  await setting.registry.start();
  const fresh = await stage.server();
  const joined = () =>
    fresh.register(setting.target, STEADY).then(
      () => true,
      () => false,
    );
  stage.holds(
    'newcomer registered',
    'once it is up',
    'refused',
    await stage.until(joined, HEARD_MS),
  );
  stage.check('newcomer not found', '', (await setting.client.reach([fresh])).join(', '));
  noneLost(stage, await load.stop());
  await listed(stage, setting, 4);
  if (kind === 'zookeeper') return;
  await setting.registry.forget(stage.word);
  await listed(stage, setting, 4);
}

/** Entries that lead nowhere: nothing listens there, and no call fails for it. */
async function stale(stage: Stage, kind: RegistryKind): Promise<void> {
  const registry = await stage.registry(kind);
  const [dead, port] = ['127.0.0.1', 1];
  await registry.write(
    stage.word,
    kind === 'zookeeper'
      ? { id: 'stale', data: JSON.stringify({ host: dead, port }) }
      : { id: `${stage.word}-stale`, host: dead, port },
  );
  const { client, servers } = await registered(stage, kind);
  const seen = await client.calls(30);
  noneLost(stage, seen);
  // Not evenly: where the connection to the dead one is tried again, a library may begin its round anew.
  const had = counts(
    seen,
    servers.map((one) => one.name),
  );
  const wanted = 'each of the three servers, and nobody else';
  stage.holds('served by', wanted, had.join(' '), had.every((one) => one > 0) && sum(had) === 30);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Nothing passes between the registry and three servers: they are dropped, and found again; a fourth stays. */
async function partition(stage: Stage, kind: RegistryKind): Promise<void> {
  const registry = await stage.registry(kind);
  const target = registry.uri(stage.word);
  const stays = await stage.server();
  await stays.register(target, STEADY);
  const cut = await stage.servers();
  const relays: Relay[] = [];
  for (const server of cut) {
    const relay = await stage.relay(kind === 'zookeeper' ? registry.address : server.address);
    if (kind === 'zookeeper')
      await server.register(`zookeeper://${relay.address}/${stage.word}`, SHORT);
    else await server.register(target, { ...SHORT, checkAddress: relay.address });
    relays.push(relay);
  }
  const client = stage.client({ target, policy: 'round_robin' });
  await found(stage, client, [stays, ...cut]);
  const load = client.load();
  await Promise.all(relays.map((relay) => relay.pause()));
  await leftAlone(stage, client, cut, CUT_OFF_MS);
  await Promise.all(relays.map((relay) => relay.resume()));
  stage.check('not found afterwards', '', (await client.reach(cut, BACK_MS)).join(', '));
  noneLost(stage, await load.stop());
}

/** A session of 2 s, or a check that is given up after Consul's 10 s, and then some. */
const CUT_OFF_MS = 60_000;
/** How long it may take until all is found again that was cut off. */
const BACK_MS = 60_000;

/** The client's own session expires: it keeps its servers, and then hears of what it missed. */
async function sessionExpiry(stage: Stage): Promise<void> {
  const registry = await stage.registry('zookeeper');
  const relay = await stage.relay(registry.address);
  const servers = await stage.servers();
  for (const server of servers) await server.register(registry.uri(stage.word), STEADY);
  const target = `zookeeper://${relay.address}/${stage.word}`;
  const client = stage.client({ target, policy: 'round_robin' });
  await found(stage, client, servers);
  const load = client.load();
  await relay.pause();
  const fresh = await stage.server();
  await fresh.register(registry.uri(stage.word), STEADY);
  await stage.sleep(CLIENT_SESSION_MS);
  await relay.resume();
  stage.check('newcomer not found', '', (await client.reach([fresh], BACK_MS)).join(', '));
  noneLost(stage, await load.stop());
}

/** Longer than the sessions of clients, 10 s. */
const CLIENT_SESSION_MS = 11_500;

interface Fault {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly RegistryKind[];
  /** How long it waits for sessions and checks to end, in milliseconds: it is dear, and calm. */
  readonly waitsMs?: number;
  readonly play: (stage: Stage, kind: RegistryKind) => Promise<void>;
}

const FAULTS: readonly Fault[] = [
  {
    id: 'registry-down-at-start',
    title: 'without a registry calls end UNAVAILABLE, and find servers once it is up',
    kinds: REGISTRY_KINDS,
    play: downAtStart,
  },
  {
    id: 'registry-lost',
    title: 'the last known servers stay in use while the registry is gone; no call fails',
    kinds: REGISTRY_KINDS,
    waitsMs: 6_000,
    play: lost,
  },
  {
    id: 'stale-entry',
    title: 'an entry that leads nowhere costs no call',
    kinds: REGISTRY_KINDS,
    play: stale,
  },
  {
    id: 'malformed-entries',
    title: 'entries that make no sense are left out, and the rest is used',
    kinds: REGISTRY_KINDS,
    play: malformed,
  },
  {
    id: 'partition',
    title: 'a server that the registry can not reach is left alone, and found again; no call fails',
    kinds: REGISTRY_KINDS,
    waitsMs: 15_000,
    play: partition,
  },
  {
    id: 'session-expiry',
    title:
      'a client whose session expired keeps its servers and hears of what it missed; no call fails',
    kinds: ['zookeeper'],
    waitsMs: CLIENT_SESSION_MS,
    play: sessionExpiry,
  },
];

/** What may go wrong with a registry, over servers of three languages. */
export const faultCases: readonly ScenarioInit[] = FAULTS.flatMap(
  ({ id, title, kinds, waitsMs, play }) =>
    kinds.map((kind) => ({
      id: `${kind}/${id}`,
      title: `${REGISTRIES[kind].name}: ${title}`,
      source: SOURCE,
      tier: 'mixed' as const,
      ...(waitsMs !== undefined && { dear: true, calm: true, waitsMs }),
      needs: ['client.discovery', 'server.registration'],
      services: id === 'partition' || id === 'session-expiry' ? [kind, 'haproxy' as const] : [kind],
      scenario: (stage: Stage) => play(stage, kind),
    })),
);
