import type { AddressInfo } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import { type Client, Code, type ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abort, type ConnectServer, createServer, listen, shutdown } from '../../connect/server.ts';
import { SimpleRpcServer } from '../../gen/subjects/subjects_pb.js';
import { MyService, UserReplySchema } from '../../gen/users/users_pb.js';
import { type PolicyName, parseTarget, type Registration, register } from '../index.ts';
import { eventually, freePort, TestRegistry, UNCHECKED_MS } from '../testing.ts';
import { createDiscoveryTransport, type DiscoveryTransport } from './index.ts';

/** A server answers which it is; `health` answers when it is let go, as a stream's second message does. */
class TestServer implements Disposable {
  waiting: (() => void)[] = [];
  readonly #server: ConnectServer;

  constructor() {
    const gate = () => new Promise<void>((resolve) => this.waiting.push(resolve));
    const name = () => String(this.port);
    this.#server = createServer({
      routes: (router) => {
        router.service(MyService, {
          user: () => create(UserReplySchema, { message: name() }),
          health: async () => gate().then(() => create(EmptySchema)),
        });
        router.service(SimpleRpcServer, {
          async *getSubjectQuestionTypes() {
            yield { name: name() };
            await gate();
          },
        });
      },
    });
    this.#server.http.on('error', () => undefined);
  }

  static async start(port?: number): Promise<TestServer> {
    const server = new TestServer();
    // A port that another server can have after this one.
    await listen(server.#server, { port: port ?? (await freePort()), host: '127.0.0.1' });
    return server;
  }

  get port(): number {
    return (this.#server.http.address() as AddressInfo).port;
  }

  letGo(): void {
    for (const go of this.waiting.splice(0)) go();
  }

  drain(): Promise<void> {
    return shutdown(this.#server, 10_000);
  }

  kill(): void {
    abort(this.#server);
  }

  [Symbol.dispose](): void {
    this.kill();
  }
}

class TestClient implements Disposable {
  readonly users: Client<typeof MyService>;
  readonly subjects: Client<typeof SimpleRpcServer>;
  readonly #transport: DiscoveryTransport;

  constructor(target: string, policy?: PolicyName, waitForReady = false) {
    this.#transport = createDiscoveryTransport({
      ...{ target, waitForReady, ...(policy && { policy }) },
      transport: (baseUrl, sessionManager) => createGrpcTransport({ baseUrl, sessionManager }),
    });
    this.users = createClient(MyService, this.#transport);
    this.subjects = createClient(SimpleRpcServer, this.#transport);
  }

  async which(timeoutMs = 30_000): Promise<string> {
    return (await this.users.user({}, { timeoutMs })).message;
  }

  async tally(calls: number): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (let call = 0; call < calls; call += 1) {
      const port = await this.which();
      counts[port] = (counts[port] ?? 0) + 1;
    }
    return counts;
  }

  async settled(count: number): Promise<void> {
    await eventually(async () => Object.keys(await this.tally(12)).length === count);
  }

  [Symbol.dispose](): void {
    this.#transport.close();
  }
}

describe.each(['zookeeper', 'consul'] as const)('Connect over %s', (kind) => {
  let registry: TestRegistry;
  let made = 0;
  beforeAll(async () => {
    registry = await TestRegistry.start(kind);
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  const fresh = () => `${kind}://${registry.address}/test_${++made}`;

  async function enter(uri: string, { port }: { port: number }, weight?: number) {
    const options = { host: '127.0.0.1', port, checkIntervalMs: UNCHECKED_MS };
    return await register(parseTarget(uri), {
      ...options,
      ...(weight !== undefined && { weight }),
    });
  }

  async function leave(entries: readonly Registration[]): Promise<void> {
    await Promise.all(entries.map((entry) => entry.withdraw()));
  }

  it('spreads calls exactly by round robin', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    using c = await TestServer.start();
    const entries = await Promise.all([a, b, c].map((server) => enter(uri, server)));
    using client = new TestClient(uri);
    await client.settled(3);
    expect(await client.tally(30)).toEqual({ [a.port]: 10, [b.port]: 10, [c.port]: 10 });
    await leave(entries);
  });

  it('spreads calls exactly by weight, and by new weights while a call is open', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    const [one, two] = await Promise.all([enter(uri, a, 3), enter(uri, b)]);
    using client = new TestClient(uri, 'weighted');
    await eventually(async () => (await client.tally(4))[b.port] === 1);
    expect(await client.tally(40)).toEqual({ [a.port]: 30, [b.port]: 10 });
    const open = client.users.health({});
    await eventually(() => a.waiting.length + b.waiting.length === 1);
    await one.update({ weight: 1 });
    await two.update({ weight: 4 });
    await eventually(async () => (await client.tally(5))[b.port] === 4);
    expect(await client.tally(50)).toEqual({ [a.port]: 10, [b.port]: 40 });
    a.letGo();
    b.letGo();
    await open;
    await leave([one, two]);
  });

  it('counts calls until they end, streams until they are given up', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    const entries = await Promise.all([enter(uri, a), enter(uri, b)]);
    using client = new TestClient(uri, 'least_connections');
    await client.settled(2);
    const aborts: AbortController[] = [];
    for (let stream = 0; stream < 4; stream += 1) {
      const given = new AbortController();
      const options = { signal: given.signal };
      const messages = client.subjects.getSubjectQuestionTypes({}, options)[Symbol.asyncIterator]();
      const { value } = await messages.next();
      if (value?.name === String(a.port)) aborts.push(given);
    }
    expect(aborts).toHaveLength(2);
    for (const given of aborts) given.abort();
    await eventually(async () => (await client.tally(5))[a.port] === 5);
    await leave(entries);
  });

  it('loses no call when a server leaves as planned, and sends elsewhere what was never sent', async () => {
    const uri = fresh();
    using a = await TestServer.start();
    using b = await TestServer.start();
    const entries = await Promise.all([enter(uri, a), enter(uri, b)]);
    using client = new TestClient(uri);
    await client.settled(2);
    const open = client.users.health({});
    await eventually(() => a.waiting.length + b.waiting.length === 1);
    const [leaving, staying] = a.waiting.length === 1 ? [a, b] : [b, a];
    const port = leaving.port;
    // Its entry is still there: calls are sent to it until its GOAWAY has come, and then elsewhere.
    const drained = leaving.drain();
    expect(await client.tally(20)).toEqual({ [staying.port]: 20 });
    leaving.letGo();
    await Promise.all([open, drained]);
    using back = await TestServer.start(port);
    await client.settled(2);
    back.kill();
    await eventually(async () => (await client.which().catch(String)) === String(staying.port));
    expect(await client.tally(10)).toEqual({ [staying.port]: 10 });
    await leave(entries);
  });

  it('ends calls UNAVAILABLE where nobody is, unless they wait for ready', async () => {
    const uri = fresh();
    const unavailable = { code: Code.Unavailable };
    using client = new TestClient(uri);
    using patient = new TestClient(uri, 'random', true);
    await expect(client.which()).rejects.toMatchObject(unavailable);
    await expect(patient.which(50)).rejects.toMatchObject({ code: Code.DeadlineExceeded });
    const given = new AbortController();
    const waiting = patient.users.user({}, { signal: given.signal });
    given.abort();
    await expect(waiting).rejects.toMatchObject({ code: Code.Canceled });
    const later = patient.which();
    const port = await freePort();
    const entry = await enter(uri, { port });
    await eventually(async () => {
      const error = await client.which().catch((reason: ConnectError) => reason);
      return typeof error !== 'string' && error.message.includes('ECONNREFUSED');
    });
    using server = await TestServer.start(port);
    expect(await later).toBe(String(server.port));
    await entry.withdraw();
    await eventually(async () => (await client.which().catch(() => 'none')) === 'none');
    await expect(client.which()).rejects.toMatchObject(unavailable);
  });

  it('names the registry that it can not reach', async () => {
    using client = new TestClient(`${kind}://127.0.0.1:${await freePort()}/nobody`);
    await expect(client.which()).rejects.toMatchObject({
      code: Code.Unavailable,
      rawMessage: expect.stringContaining(`${kind} at 127.0.0.1:`),
    });
    expect(() => new TestClient(`${kind}://127.0.0.1:1/`)).toThrow(kind);
  });
});
