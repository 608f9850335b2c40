/** The control port: what it refuses, and what it tells about the process. */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  HarnessError_Kind as Kind,
  CloseRequest_Mode as Mode,
  Peer,
  Transport,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import { HttpVersion } from '../gen/crosswire/peer/v1/plan_pb.js';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { type PlanInit, RunningPeer, step } from './testing.ts';

const unary = pathOf(Probe.method.unary);
const callPath = pathOf(Peer.method.call);

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each([
    ['unreadable JSON', callPath, '{', 400],
    ['an unknown field', callPath, '{"call":[]}', 400],
    ['65 calls', callPath, JSON.stringify({ calls: Array(65).fill({}) }), 400],
    ['another path', '/crosswire.peer.v1.Peer/Nothing', '{}', 404],
    ['over 16 MiB', callPath, ' '.repeat((1 << 24) + 1), 413],
    ['a listener that is not there', pathOf(Peer.method.close), '{"listener":"x"}', 400],
  ])('refuses %s', async (_what, path, body, status) => {
    const response = await peer.post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error');
  });

  test.each<[string, PlanInit]>([
    ['unknown method', { method: '/no.Service/Method' }],
    [
      'unreadable payload',
      {
        method: '/MyService/User',
        steps: [
          step('send', { payload: { content: { case: 'encoded', value: new Uint8Array([8]) } } }),
        ],
      },
    ],
    ['no server plan', { method: '/MyService/Health', serverPlan: {} }],
    ['only a server sends headers', { method: unary, steps: [step('sendHeaders', {})] }],
    ['says nothing', { method: unary, steps: [{}] }],
    ['single request', { method: unary, steps: [step('send', { count: 2 })] }],
  ])('a bad plan says why: %s', async (why, plan) => {
    const { result } = await peer.call(plan);
    expect(result).toMatchObject({ case: 'harnessError', value: { kind: Kind.BAD_PLAN } });
    expect(JSON.stringify(result)).toContain(why);
  });

  test('a bad server plan is told by the observation, and never by the outcome alone', async () => {
    const callId = peer.nextId();
    const serverPlan = { steps: [step('halfClose', {})] };
    const outcome = await peer.outcome({ callId, method: unary, serverPlan });
    expect(outcome.code).toBe(13);
    const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
    expect(hops[0]?.harnessError).toMatchObject({ kind: Kind.BAD_PLAN });
  });

  test('a field that the library cannot honour is named', async () => {
    const { result } = await peer.call({
      method: unary,
      steps: [],
      httpVersion: HttpVersion.HTTP_VERSION_1_1,
    });
    const value = { step: -1, field: 'httpVersion' };
    expect(result).toMatchObject({ case: 'unsupportedStep', value });
    const listen = { id: 'threads', transport: Transport.H2C, bind: '127.0.0.1:0', threads: 2 };
    const answer = await peer.ask(Peer.method.listen, listen);
    expect(answer.result).toMatchObject({ case: 'unsupported', value: { field: 'threads' } });
  });

  test('64 calls are answered as they are done, each at once', async () => {
    const waiting = (callId: string) => ({
      ...{ callId, targets: [peer.address], method: unary },
      ...{ steps: [step('awaitSignal', { name: 'go' })], guard: { seconds: 50n } },
    });
    const ids = Array.from({ length: 64 }, (_, i) => `waiting-${i}`);
    const answers = peer.lines(Peer.method.call, { calls: ids.map(waiting) });
    for (const callId of ids.toReversed()) {
      await peer.ask(Peer.method.signal, { callId, name: 'go' });
      const { value } = await answers.next();
      expect(value).toMatchObject({ callId, result: { case: 'outcome' } });
    }
    expect((await answers.next()).done).toBe(true);
  });

  test('who observes too early waits no longer than asked', async () => {
    const wait = { nanos: 100_000_000 };
    const began = performance.now();
    const answer = await peer.ask(Peer.method.observe, { callIds: ['never'], wait });
    expect(answer).toMatchObject({ seen: false, hops: [] });
    expect(performance.now() - began).toBeGreaterThan(90);
  });

  test('a listener without correlation is observed under its id, and can be closed', async () => {
    const address = await peer.listen('own');
    const plan = { method: unary, correlation: 2, targets: [address] };
    expect((await peer.outcome(plan)).code).toBe(0);
    const { hops } = await peer.ask(Peer.method.observe, { callIds: ['own'] });
    expect(hops.map(({ listener }) => listener)).toEqual(['own']);
    await peer.ask(Peer.method.close, { listener: 'own', mode: Mode.ABRUPT });
    // Not on the channel that is just being cut off: connect-es#1768 ends the process of one who
    // calls between a GOAWAY and the end of its connection.
    expect((await peer.outcome({ ...plan, channel: { fresh: true } })).code).toBe(14);
  });

  test('a socket file is served and dialled', async () => {
    const bind = `unix:${tmpdir()}/crosswire-${process.pid}-${id}.sock`;
    const answer = await peer.ask(Peer.method.listen, {
      id: 'uds',
      transport: Transport.UDS,
      bind,
    });
    expect(answer.result).toMatchObject({ case: 'address', value: bind });
    const outcome = await peer.outcome({ method: unary, targets: [bind] });
    expect(outcome).toMatchObject({ code: 0, localPort: 0 });
    await peer.ask(Peer.method.close, { listener: 'uds', mode: Mode.DRAIN });
  });

  test('a limit is the library’s own, and another channel is not bound by it', async () => {
    const payload = { content: { case: 'pattern' as const, value: { size: 100n } } };
    const plan = { method: unary, steps: [step('send', { payload })] };
    const channel = { limits: { maxReceiveMessageBytes: 10 } };
    expect((await peer.outcome({ ...plan, channel })).code).toBe(8);
    expect((await peer.outcome(plan)).code).toBe(0);
  });

  test('a drained listener lets an open call finish', async () => {
    const targets = [await peer.listen('draining')];
    const serverPlan = { steps: [step('sleep', { duration: { nanos: 200_000_000 } })] };
    const calling = peer.outcome({ callId: 'last', method: unary, targets, serverPlan });
    await peer.ask(Peer.method.observe, { callIds: ['last'], until: 1, wait: { seconds: 20n } });
    const close = { listener: 'draining', mode: Mode.DRAIN, grace: { seconds: 5n } };
    const closing = peer.ask(Peer.method.close, close);
    expect((await calling).code).toBe(0);
    await closing;
  });

  test('a reset forgets what was seen; stats are of this process', async () => {
    await peer.outcome({ callId: 'seen', method: unary });
    await peer.ask(Peer.method.reset, {});
    expect(await peer.ask(Peer.method.observe, { callIds: ['seen'] })).toMatchObject({
      seen: false,
    });
    const stats = await peer.ask(Peer.method.stats, {});
    expect(Number(stats.rssBytes)).toBeGreaterThan(10_000_000);
    expect(stats.descriptors).toBeGreaterThan(5);
    expect(stats.openCalls).toBe(0);
  });
});
