/** The four kinds, against the peer itself: what is sent, received, observed and counted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EventKind,
  Peer,
  ObserveRequest_Until as Until,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { SubjectSchema } from '../gen/subjects/subjects_pb.js';
import { UserReqSchema } from '../gen/users/users_pb.js';
import { pathOf } from './methods.ts';
import { RunningPeer, type StepInit, send, step } from './testing.ts';

const body = (text: string) => ({ body: new TextEncoder().encode(text) });
const request = (text: string): StepInit => send(ProbeRequestSchema, body(text));
const response = (text: string): StepInit => send(ProbeResponseSchema, body(text));
const receive = (count = 1): StepInit => step('receive', { count });
const bodies = (messages: readonly { json: string }[]): string[] =>
  messages.map(({ json }) => Buffer.from(JSON.parse(json).body ?? '', 'base64').toString());

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test('unary: users by id, seen by the server as the same call', async () => {
    const callId = peer.nextId();
    const outcome = await peer.outcome({
      callId,
      method: '/MyService/User',
      steps: [send(UserReqSchema, { userIDs: [2, 9, 1] })],
    });
    expect(outcome.code).toBe(0);
    expect(outcome.messages[0]?.json).toContain('"name":"Blaise"');
    const seen = await peer.ask(Peer.method.observe, {
      callIds: [callId],
      until: Until.SETTLED,
      wait: { seconds: 20n },
    });
    expect(seen.hops).toHaveLength(1);
    expect(seen.hops[0]).toMatchObject({ method: '/MyService/User', settled: true });
    expect(seen.hops[0]?.peerAddress).toBe(`127.0.0.1:${outcome.localPort}`);
    expect(seen.hops[0]?.messages[0]?.json).toBe('{"userIDs":[2,9,1]}');
    const { userAgent } = await peer.ask(Peer.method.describe, {});
    const agent = seen.hops[0]?.metadata.find(({ name }) => name === 'user-agent');
    expect(Buffer.from(agent?.value ?? '').toString()).toContain(userAgent);
  });

  test('server stream: a subject in order; an unknown one is NOT_FOUND', async () => {
    const method = '/SimpleRpcServer/GetSubjectQuestionTypes';
    const math = await peer.outcome({ method, steps: [send(SubjectSchema, { name: 'Math' })] });
    expect(math.messages.map(({ json }) => JSON.parse(json).name)).toEqual([
      '单选',
      '填空',
      '解答',
    ]);
    const none = await peer.outcome({ method, steps: [send(SubjectSchema, { name: 'Art' })] });
    expect(none).toMatchObject({ code: 5, message: 'unknown subject: Art', messages: [] });
  });

  test.each(['', 'MyService', 'crosswire.probe.v1.Probe'])(
    'health of "%s" is SERVING',
    async (service) => {
      const bytes = new Uint8Array([0x0a, service.length, ...Buffer.from(service)]);
      const payload = { content: { case: 'encoded' as const, value: bytes } };
      const outcome = await peer.outcome({
        method: '/grpc.health.v1.Health/Check',
        steps: [step('send', { payload })],
      });
      expect(outcome.messages[0]?.json).toBe('{"status":"SERVING"}');
    },
  );

  test('client stream: all requests are taken before the plan answers', async () => {
    const outcome = await peer.outcome({
      method: pathOf(Probe.method.clientStream),
      steps: [request('a'), request('b'), request('c')],
      serverPlan: { steps: [receive(3), response('three')] },
    });
    expect(bodies(outcome.messages)).toEqual(['three']);
  });

  test('bidi in lockstep: each response comes before the next request leaves', async () => {
    const outcome = await peer.outcome({
      method: pathOf(Probe.method.bidiStream),
      steps: [request('1'), receive(), request('2'), receive()],
      serverPlan: { steps: [receive(), response('x'), receive(), response('y')] },
    });
    expect(bodies(outcome.messages)).toEqual(['x', 'y']);
    const order = outcome.events.filter(({ step }) => step >= 0).map(({ kind }) => kind);
    expect(order.filter((kind) => kind === EventKind.SENT || kind === EventKind.RECEIVED)).toEqual([
      EventKind.SENT,
      EventKind.RECEIVED,
      EventKind.SENT,
      EventKind.RECEIVED,
    ]);
  });

  test('bidi without a plan is an echo, an empty stream too', async () => {
    const method = pathOf(Probe.method.bidiStream);
    const some = await peer.outcome({ method, steps: [request('p'), request('q')] });
    expect(bodies(some.messages)).toEqual(['p', 'q']);
    expect(await peer.outcome({ method, steps: [] })).toMatchObject({ code: 0, messages: [] });
  });

  test.each(['unary', 'serverStream', 'clientStream'] as const)(
    '%s without a plan is an echo',
    async (kind) => {
      const outcome = await peer.outcome({
        method: pathOf(Probe.method[kind]),
        steps: [request('back')],
      });
      expect(bodies(outcome.messages)).toEqual(['back']);
    },
  );

  test('a half-close first carries the plan in an empty request', async () => {
    const outcome = await peer.outcome({
      method: pathOf(Probe.method.bidiStream),
      steps: [step('halfClose', {})],
      serverPlan: { steps: [response('z')] },
    });
    expect(bodies(outcome.messages)).toEqual(['z']);
  });

  test('a pattern of 1 MiB arrives whole, and is not on the control path', async () => {
    const payload = { content: { case: 'pattern' as const, value: { size: 1n << 20n, seed: 7 } } };
    const outcome = await peer.outcome({
      method: pathOf(Probe.method.unary),
      steps: [step('send', { payload })],
    });
    expect(outcome.messages[0]).toMatchObject({ length: (1n << 20n) + 4n, json: '' });
    expect(outcome.messages[0]?.firstBytes).toHaveLength(64);
  });

  test('a background drain takes messages while the steps go on', async () => {
    const outcome = await peer.outcome({
      method: pathOf(Probe.method.bidiStream),
      steps: [step('drain', { background: true }), request('1'), request('2'), receive(2)],
    });
    expect(bodies(outcome.messages)).toEqual(['1', '2']);
  });
});
