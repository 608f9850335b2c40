/** Ways to call: each must mean the same, in all four kinds. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Peer, ObserveRequest_Until as Until } from '../gen/crosswire/peer/v1/peer_pb.js';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf, sendsMany } from './methods.ts';
import { ask, RunningPeer, send, step, text } from './testing.ts';

const methods = Object.values(Probe.method);
const request = ask();
const ofLibrary: Readonly<Record<string, readonly string[]>> = {
  'ts-grpc-js': ['callback', 'iterator'],
  'ts-connect': ['callback', 'transport'],
};

describe.each(Object.keys(ofLibrary))('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test('declares each, and names one that is not there', async () => {
    const { capabilities } = await peer.ask(Peer.method.describe, {});
    const declared = capabilities.flatMap(({ id: name, supported }) =>
      supported && name.startsWith('client.way.') ? [name.slice('client.way.'.length)] : [],
    );
    expect(declared).toEqual(ofLibrary[id]);
    const { result } = await peer.call({ method: pathOf(Probe.method.unary), way: 'nonesuch' });
    expect(result).toMatchObject({ case: 'unsupportedStep', value: { step: -1, field: 'way' } });
  });

  describe.each(ofLibrary[id] ?? [])('%s', (way) => {
    test.each(methods)('$name sends back, on the same connection as ever', async (method) => {
      const plan = { method: pathOf(method), steps: [request] };
      const usual = await peer.outcome(plan);
      const outcome = await peer.outcome({ ...plan, way });
      expect(outcome).toMatchObject({ code: 0, localPort: usual.localPort });
      expect(outcome.messages).toEqual(usual.messages);
      expect(outcome.headers.map(({ name }) => name)).toEqual(
        usual.headers.map(({ name }) => name),
      );
    });

    test.each(methods)('$name ends in a status, after its messages', async (method) => {
      const value = new Uint8Array([8, 1]);
      const status = {
        ...{ code: 5, message: 'nothing: 无' },
        details: [{ typeUrl: 'type.googleapis.com/google.protobuf.Duration', value }],
        trailers: [{ name: 'x-trailer-bin', value: new Uint8Array([255, 0]) }],
      };
      const outcome = await peer.outcome({
        ...{ method: pathOf(method), way, steps: [request] },
        serverPlan: {
          steps: [send(ProbeResponseSchema, text('one'), 2)],
          ending: { case: 'status', value: status },
        },
      });
      expect(outcome).toMatchObject({ code: 5, message: 'nothing: 无', details: status.details });
      expect(outcome.trailers).toContainEqual(expect.objectContaining(status.trailers[0]));
      const streams =
        method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming';
      expect(outcome.messages).toHaveLength(streams ? 2 : 0);
      expect(outcome.nativeError).toBeDefined();
    });

    test.each(methods)('$name is cancelled, and the server hears of it', async (method) => {
      const callId = peer.nextId();
      const calling = peer.outcome({
        ...{ callId, method: pathOf(method), way },
        steps: [request, step('awaitSignal', { name: 'go' }), step('cancel', {})],
        serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
      });
      const observe = async (until: Until) =>
        (await peer.ask(Peer.method.observe, { callIds: [callId], until, wait: { seconds: 20n } }))
          .hops[0];
      await observe(Until.ENTERED);
      await peer.ask(Peer.method.signal, { callId, name: 'go' });
      expect((await calling).code).toBe(1);
      expect(await observe(Until.SETTLED)).toMatchObject({ cancelled: true, settled: true });
    });

    test.each(methods)('$name: cancelled before it opens, and out of time', async (method) => {
      const plan = { method: pathOf(method), way };
      const early = await peer.outcome({ ...plan, steps: [step('cancel', {}), request] });
      expect(early.code).toBe(1);
      const late = await peer.outcome({
        ...{ ...plan, timeout: { nanos: 150_000_000 }, steps: [request] },
        serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
      });
      expect(late.code).toBe(4);
    });

    test('bidi goes in lockstep', async () => {
      const receive = step('receive', { count: 1 });
      const outcome = await peer.outcome({
        ...{ method: pathOf(Probe.method.bidiStream), way },
        steps: [request, receive, request, receive, step('readHeaders', {})],
      });
      expect(outcome).toMatchObject({ code: 0 });
      expect(outcome.messages).toHaveLength(2);
    });

    test.each(methods.filter(sendsMany))('$name takes a thousand messages', async (method) => {
      const outcome = await peer.outcome({
        ...{ method: pathOf(method), way },
        steps: [send(ProbeRequestSchema, text('x'), 1000)],
      });
      expect(outcome.code).toBe(0);
      expect(outcome.messages).toHaveLength(method.methodKind === 'bidi_streaming' ? 1000 : 1);
    });
  });
});
