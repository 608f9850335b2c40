import * as grpc from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Registration, register } from '../index.ts';
import { parseTarget } from '../target.ts';
import { eventually, freePort, TestRegistry, UNCHECKED_MS } from '../testing.ts';
import { installDiscovery } from './index.ts';
import { TestServer, WHICH } from './testing.ts';

installDiscovery();

class Client extends grpc.Client {
  static to(target: string, policy?: string): Client {
    const config = JSON.stringify({ loadBalancingConfig: policy ? [{ [policy]: {} }] : [] });
    const options = { 'grpc.service_config': config, 'grpc.use_local_subchannel_pool': 1 };
    return new Client(target, grpc.credentials.createInsecure(), options);
  }

  which(
    request = '',
    options: grpc.CallOptions & { waitForReady?: boolean } = {},
  ): Promise<string> {
    const { waitForReady = false, deadline = Date.now() + 30_000 } = options;
    const metadata = new grpc.Metadata({ waitForReady });
    return new Promise((resolve, reject) => {
      this.makeUnaryRequest(
        WHICH.path,
        WHICH.requestSerialize,
        WHICH.responseDeserialize,
        Buffer.from(request),
        metadata,
        { deadline },
        (error, answer) => (error ? reject(error) : resolve(String(answer))),
      );
    });
  }

  /** tally calls one after the other, and counts who answered. */
  async tally(calls: number): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (let call = 0; call < calls; call += 1) {
      const port = await this.which();
      counts[port] = (counts[port] ?? 0) + 1;
    }
    return counts;
  }

  /** settled has connections to all of the servers. */
  async settled(servers: readonly TestServer[]): Promise<void> {
    await eventually(async () => Object.keys(await this.tally(12)).length === servers.length);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

describe.each(['zookeeper', 'consul'] as const)('grpc-js over %s', (kind) => {
  let registry: TestRegistry;
  let made = 0;
  beforeAll(async () => {
    registry = await TestRegistry.start(kind);
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  const fresh = () => `${kind}://${registry.address}/test_${++made}`;

  async function enter(uri: string, server: TestServer, weight?: number): Promise<Registration> {
    return await register(parseTarget(uri), {
      host: '127.0.0.1',
      port: server.port,
      checkIntervalMs: UNCHECKED_MS,
      ...(weight !== undefined && { weight }),
    });
  }

  it('spreads calls exactly by round robin, which is what no policy means', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    using c = await TestServer.start();
    const entries = await Promise.all([enter(uri, a), enter(uri, b), enter(uri, c)]);
    using client = Client.to(uri);
    await client.settled([a, b, c]);
    expect(await client.tally(30)).toEqual({ [a.port]: 10, [b.port]: 10, [c.port]: 10 });
    await Promise.all(entries.map((one) => one.withdraw()));
  });

  it('spreads calls exactly by weight, and by new weights over the same connections', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    const [one, two] = await Promise.all([enter(uri, a, 3), enter(uri, b)]);
    using client = Client.to(uri, 'weighted');
    await eventually(async () => (await client.tally(4))[b.port] === 1);
    expect(await client.tally(40)).toEqual({ [a.port]: 30, [b.port]: 10 });
    const open = client.which('wait');
    await eventually(() => a.waiting.length + b.waiting.length === 1);
    await one.update({ weight: 1 });
    await two.update({ weight: 4 });
    await eventually(async () => (await client.tally(5))[b.port] === 4);
    expect(await client.tally(50)).toEqual({ [a.port]: 10, [b.port]: 40 });
    a.letGo();
    b.letGo();
    await open;
    await Promise.all([one.withdraw(), two.withdraw()]);
  });

  it('gives calls to the server that has the fewest under way', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    const entries = await Promise.all([enter(uri, a), enter(uri, b)]);
    using client = Client.to(uri, 'least_connections');
    await client.settled([a, b]);
    const open = Array.from({ length: 6 }, () => client.which('wait'));
    await eventually(() => a.waiting.length === 3 && b.waiting.length === 3);
    a.letGo();
    await eventually(async () => (await client.which()) === String(a.port));
    expect(await client.tally(9)).toEqual({ [a.port]: 9 });
    b.letGo();
    await Promise.all(open);
    await client.settled([a, b]);
    await Promise.all(entries.map((entry) => entry.withdraw()));
  });

  it('loses no call when a server leaves as planned, and calls go on when one is killed', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    using c = await TestServer.start();
    const [one, ...others] = await Promise.all([enter(uri, a), enter(uri, b), enter(uri, c)]);
    using client = Client.to(uri, 'random');
    await client.settled([a, b, c]);
    const during = client.tally(200);
    await one.withdraw();
    await eventually(async () => (await client.tally(30))[a.port] === undefined);
    await a.drain();
    await during;
    b.kill();
    await eventually(async () => (await client.which().catch(String)) === String(c.port));
    expect(await client.tally(20)).toEqual({ [c.port]: 20 });
    await Promise.all(others.map((entry) => entry.withdraw()));
  });

  it('ends calls UNAVAILABLE where nobody is, unless they wait for ready', async () => {
    const uri = fresh();
    for (const policy of [undefined, 'random', 'weighted']) {
      using client = Client.to(uri, policy);
      await expect(client.which()).rejects.toMatchObject({ code: grpc.status.UNAVAILABLE });
      const waiting = client.which('', { waitForReady: true });
      using server = await TestServer.start();
      const entry = await enter(uri, server);
      expect(await waiting).toBe(String(server.port));
      await entry.withdraw();
      await eventually(async () => {
        const error = await client.which().catch((reason: grpc.ServiceError) => reason);
        return typeof error !== 'string' && error.code === grpc.status.UNAVAILABLE;
      });
    }
  });

  // Consul's agent takes no weight below 1.
  if (kind === 'zookeeper')
    it('sends nothing to a server of weight 0', async () => {
      const uri = fresh();
      using a = await TestServer.start();
      using b = await TestServer.start();
      const entries = await Promise.all([enter(uri, a, 0), enter(uri, b)]);
      for (const policy of ['round_robin', 'random', 'least_connections', 'weighted']) {
        using client = Client.to(uri, policy);
        expect(await client.tally(10)).toEqual({ [b.port]: 10 });
      }
      await Promise.all(entries.map((entry) => entry.withdraw()));
    });

  it('names the registry that it can not reach, and refuses what is no target', async () => {
    using client = Client.to(`${kind}://127.0.0.1:${await freePort()}/nobody`, 'weighted');
    await expect(client.which()).rejects.toMatchObject({
      code: grpc.status.UNAVAILABLE,
      details: expect.stringContaining(`${kind} at 127.0.0.1:`),
    });
    expect(() => Client.to(`${kind}://127.0.0.1:1/`)).toThrow(`${kind}`);
    expect(() => Client.to(`${kind}://127.0.0.1:1/x`, 'alphabetical')).toThrow('alphabetical');
  });
});
