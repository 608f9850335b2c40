/** Peers in real registries: made known, found, weighed, and gone again. */
import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, freePort, Seen, TestRegistry } from '../discovery/testing.ts';
import {
  HarnessError_Kind as Kind,
  CloseRequest_Mode as Mode,
  Peer,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { RunningPeer } from './testing.ts';

const kinds = ['zookeeper', 'consul'] as const;
const peers = ['ts-grpc-js', 'ts-connect'];
const unary = pathOf(Probe.method.unary);
const host = '127.0.0.1';

const registries = new Map<string, TestRegistry>();
const uriOf = (kind: string, name: string) => `${kind}://${registries.get(kind)?.address}/${name}`;
const picking = (policy: string) => JSON.stringify({ loadBalancingConfig: [{ [policy]: {} }] });
const portOf = (address: string) => Number(address.split(':')[1]);

beforeAll(async () => {
  await Promise.all(
    kinds.map(async (kind) => registries.set(kind, await TestRegistry.start(kind))),
  );
});
afterAll(async () => {
  for (const registry of registries.values()) await registry[Symbol.asyncDispose]();
});

/** entered opens listeners, and makes each known with its weight. */
async function entered(peer: RunningPeer, registry: string, weights: Record<string, number>) {
  const checkInterval = { nanos: 200_000_000 };
  const ports: Record<string, number> = {};
  for (const [listener, weight] of Object.entries(weights)) {
    ports[listener] = portOf(await peer.listen(listener));
    const request = { listener, registry, host, weight, checkInterval };
    const { result } = await peer.ask(Peer.method.register, request);
    expect(result.case, JSON.stringify(result)).toBe('entry');
  }
  return ports;
}

/** listenersOf makes calls one after the other, and tells which listener took each. */
async function listenersOf(peer: RunningPeer, target: string, policy: string, count: number) {
  const served: string[] = [];
  for (let i = 0; i < count; i++) {
    const callId = peer.nextId();
    const channel = { serviceConfig: picking(policy), waitForReady: true };
    const outcome = await peer.outcome({ callId, method: unary, targets: [target], channel });
    expect(outcome).toMatchObject({ code: 0 });
    const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
    served.push(...hops.map(({ listener }) => listener));
  }
  return served;
}

/** settled calls until every server has a connection: a policy leaves out those that have none. */
async function settled(peer: RunningPeer, target: string, policy: string, servers: number) {
  await eventually(async () => {
    const served = await listenersOf(peer, target, policy, 2 * servers);
    return new Set(served).size === servers;
  });
}

function share(served: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(served)].sort().map((one) => [one, served.filter((by) => by === one).length]),
  );
}

describe.each(peers)('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  describe.each(kinds)('with %s', (kind) => {
    const close = (listener: string, mode: Mode, settle = 0) =>
      peer.ask(Peer.method.close, { listener, mode, settle: durationFromMs(settle) });

    test('three listeners are found, and take calls in turn', async () => {
      const uri = uriOf(kind, `${id}-three`);
      await entered(peer, uri, { a: 0, b: 0, c: 0 });
      await settled(peer, uri, 'round_robin', 3);
      const served = await listenersOf(peer, uri, 'round_robin', 6);
      expect(share(served)).toEqual({ a: 2, b: 2, c: 2 });
      expect(served.slice(0, 3)).toEqual(served.slice(3));
      for (const listener of ['a', 'b', 'c']) await close(listener, Mode.DRAIN);
    });

    test('shares are exact, and a new weight counts from the moment it is heard of', async () => {
      const uri = uriOf(kind, `${id}-weights`);
      const ports = await entered(peer, uri, { heavy: 3, light: 0 });
      await settled(peer, uri, 'weighted', 2);
      expect(share(await listenersOf(peer, uri, 'weighted', 8))).toEqual({ heavy: 6, light: 2 });
      using seen = new Seen(uri);
      const checkInterval = { nanos: 200_000_000 };
      const again = { listener: 'heavy', registry: uri, host, weight: 1, checkInterval };
      await peer.ask(Peer.method.register, again);
      await seen.until(`${ports.heavy} ${ports.light}`.split(' ').sort().join(' '));
      await eventually(async () => {
        const { heavy } = share(await listenersOf(peer, uri, 'weighted', 8));
        return heavy === 4;
      });
      for (const listener of ['heavy', 'light']) await close(listener, Mode.DRAIN);
    });

    test('a drain takes the entry back, serves on, and loses no call; a crash leaves it', async () => {
      const uri = uriOf(kind, `${id}-leaving`);
      const ports = await entered(peer, uri, { goes: 0, stays: 0 });
      await settled(peer, uri, 'round_robin', 2);
      using seen = new Seen(uri);
      await seen.until([ports.goes, ports.stays].sort().join(' '));
      const closing = close('goes', Mode.DRAIN, 2000);
      let open = true;
      void closing.then(() => {
        open = false;
      });
      let calls = 0;
      for (; open; calls++) await listenersOf(peer, uri, 'round_robin', 1);
      expect(calls).toBeGreaterThan(3);
      expect(share(await listenersOf(peer, uri, 'round_robin', 4))).toEqual({ stays: 4 });
      await seen.until(`${ports.stays}`);
      await close('stays', Mode.ABRUPT);
      if (kind === 'zookeeper') expect(seen.ports).toBe(`${ports.stays}`);
    });

    test('a key closes its channels, with the calls that wait on them', async () => {
      const uri = uriOf(kind, `${id}-nobody`);
      const waiting = (key: string) =>
        peer.outcome({
          method: unary,
          targets: [uri],
          timeout: { seconds: 40n },
          channel: { key, waitForReady: true },
        });
      const [closed, open] = [waiting('closed'), waiting('open')];
      await eventually(async () => (await peer.ask(Peer.method.stats, {})).openCalls === 2);
      await peer.ask(Peer.method.close, { channelKey: 'closed' });
      expect([1, 14]).toContain((await closed).code);
      await entered(peer, uri, { late: 0 });
      expect((await open).code).toBe(0);
      await close('late', Mode.DRAIN);
    });

    test('a registry that is not there is an error in one line, and an unavailable server', async () => {
      const registry = `${kind}://127.0.0.1:${await freePort()}/nothing`;
      const { result } = await peer.ask(Peer.method.register, { listener: 'main', registry, host });
      expect(result).toMatchObject({ case: 'error', value: expect.stringMatching(/^.+$/) });
      const outcome = await peer.outcome({ method: unary, targets: [registry] });
      expect(outcome.code).toBe(14);
      expect(outcome.message).toContain(registry.split('/')[2]);
    });
  });

  test.each([
    ['no path', 'zookeeper://127.0.0.1:1', host],
    ['no registry', 'etcd://127.0.0.1:1/x', host],
    ['no host', 'zookeeper://127.0.0.1:1/x', ''],
  ])('a registration that makes no sense is refused: %s', async (_what, registry, published) => {
    const body = JSON.stringify({ listener: 'main', registry, host: published });
    expect((await peer.post(pathOf(Peer.method.register), body)).status).toBe(400);
  });

  test.each([
    [['consul://127.0.0.1:1/x?zone=1'], ''],
    [['consul://127.0.0.1:1/x', '127.0.0.1:1'], ''],
    [['consul://127.0.0.1:1/x'], '{"loadBalancingConfig":[{"sticky":{}}]}'],
    [['consul://127.0.0.1:1/x'], '{'],
  ])('a bad plan: %j %s', async (targets, serviceConfig) => {
    const { result } = await peer.call({ method: unary, targets, channel: { serviceConfig } });
    expect(result).toMatchObject({ case: 'harnessError', value: { kind: Kind.BAD_PLAN } });
  });
});
