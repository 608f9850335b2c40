/** What changes on a listener while it runs: its settings, and what it says of its health. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, Seen, TestRegistry } from '../discovery/testing.ts';
import { EventKind, CloseRequest_Mode as Mode, Peer } from '../gen/crosswire/peer/v1/peer_pb.js';
import { health, RunningPeer, step } from './testing.ts';

const key = 'orders/greeting';
let consul: TestRegistry;

beforeAll(async () => {
  consul = await TestRegistry.start('consul');
});
afterAll(() => consul[Symbol.asyncDispose]());

/** setting writes the key; without a text it is deleted. */
async function setting(text: string | undefined): Promise<void> {
  const url = `http://${consul.address}/v1/kv/${key}`;
  const init = text === undefined ? { method: 'DELETE' } : { method: 'PUT', body: text };
  const response = await fetch(url, init);
  expect(await response.text()).toBe('true');
}

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  async function reply(target: string): Promise<string> {
    const method = '/order.OrderHandler/create_order';
    const plan = { method, targets: [target], channel: { fresh: true } };
    const { messages } = await peer.outcome(plan);
    return JSON.parse(JSON.parse(messages[0]?.json ?? '{}').rstString).ret;
  }

  test.each([1, 2])('orders follow a key with %i processes, other listeners do not', async (n) => {
    const settings = `consul://${consul.address}/${key}`;
    await setting('Good morning');
    const listener = `follows-${n}`;
    const target = await peer.listen(listener, { settings, processes: n });
    const becomes = (text: string) =>
      eventually(async () => {
        const replies = [];
        for (let i = 0; i < n; i++) replies.push(await reply(target));
        return replies.every((one) => one === text);
      });
    await becomes('Good morning');
    await setting('晚上好 "x"');
    await becomes('晚上好 "x"');
    expect(await reply(peer.address)).toBe('Hi gRPC');
    await setting(undefined);
    await becomes('Hi gRPC');
    await peer.ask(Peer.method.close, { listener, mode: Mode.DRAIN });
  });

  test('health is switched on one listener, which serves on', async () => {
    const target = await peer.listen('switched');
    const callId = peer.nextId();
    const watch = {
      ...{ callId, method: '/grpc.health.v1.Health/Watch', targets: [target] },
      steps: [step('send', {}), step('receive', { count: 3 }), step('cancel', {})],
    };
    const watching = peer.outcome(watch);
    await eventually(async () => {
      const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
      return hops[0]?.events.some(({ kind }) => kind === EventKind.SENT) ?? false;
    });
    const serving = (to: boolean) =>
      peer.ask(Peer.method.setHealth, { listener: 'switched', serving: to });
    await serving(false);
    expect(await health(peer, target)).toBe('NOT_SERVING');
    expect(await health(peer, peer.address)).toBe('SERVING');
    expect(await reply(target)).toBe('Hi gRPC');
    await serving(true);
    expect(await health(peer, target)).toBe('SERVING');
    const { messages } = await watching;
    const statuses = messages.map(({ json }) => JSON.parse(json).status);
    expect(statuses).toEqual(['SERVING', 'NOT_SERVING', 'SERVING']);
  });

  test('Consul takes a sick instance out, and back in', async () => {
    const target = await peer.listen('sick');
    const port = target.split(':')[1] ?? '';
    const registry = `consul://${consul.address}/${id}-sick`;
    const request = { listener: 'sick', registry, host: '127.0.0.1' };
    await peer.ask(Peer.method.register, { ...request, checkInterval: { nanos: 200_000_000 } });
    using seen = new Seen(registry);
    await seen.until(port);
    await peer.ask(Peer.method.setHealth, { listener: 'sick', serving: false });
    await seen.until('');
    await peer.ask(Peer.method.setHealth, { listener: 'sick', serving: true });
    await seen.until(port);
    await peer.ask(Peer.method.close, { listener: 'sick', mode: Mode.DRAIN });
    await seen.until('');
  });
});
