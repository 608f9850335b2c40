/** How calls end: statuses, cancellations, deadlines, forwards, and the guard. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EventKind,
  HarnessError_Kind as Kind,
  Peer,
  ObserveRequest_Until as Until,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import { Compression } from '../gen/crosswire/peer/v1/plan_pb.js';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { type PlanInit, RunningPeer, type StepInit, send, step } from './testing.ts';
import { millis } from './time.ts';

type ServerPlanInit = NonNullable<PlanInit['serverPlan']>;

const kinds = Object.values(Probe.method).map(pathOf);
const codes = Array.from({ length: 16 }, (_, i) => i + 1);
const unary = pathOf(Probe.method.unary);
const request = send(ProbeRequestSchema, {});
const response = (text: string): StepInit =>
  send(ProbeResponseSchema, { body: new TextEncoder().encode(text) });
const planned = (method: string, serverPlan: ServerPlanInit): PlanInit => ({
  ...{ method, serverPlan },
  steps: [request],
});
const status = (code: number, message = '') => ({
  case: 'status' as const,
  value: { code, message },
});
const awaitCancellation: ServerPlanInit = { ending: { case: 'awaitCancellation', value: {} } };

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  const observe = async (callId: string, until = Until.SETTLED) =>
    (await peer.ask(Peer.method.observe, { callIds: [callId], until, wait: { seconds: 20n } }))
      .hops;

  test('a response compression that the library can not set is refused, not ignored', async () => {
    const plan = planned(unary, { compression: Compression.GZIP });
    const outcome = await peer.outcome({ ...plan, callId: `${id}-compression` });
    expect(outcome).toMatchObject({ code: 13 });
    const [hop] = await observe(`${id}-compression`);
    expect(hop?.harnessError?.kind).toBe(Kind.BAD_PLAN);
  });

  test.each(kinds)('%s ends with each code and its message', async (method) => {
    for (const code of codes) {
      const outcome = await peer.outcome(
        planned(method, { ending: status(code, `no ${code} 张`) }),
      );
      expect(outcome).toMatchObject({ code, message: `no ${code} 张`, messages: [] });
      expect(outcome.nativeError).toBeDefined();
    }
  });

  test('a stream ends with its status after its messages', async () => {
    for (const method of [Probe.method.serverStream, Probe.method.bidiStream]) {
      const steps = [response('a'), response('b')];
      const plan = planned(pathOf(method), { steps, ending: status(8, 'full') });
      const outcome = await peer.outcome(plan);
      expect(outcome).toMatchObject({ code: 8, message: 'full' });
      expect(outcome.messages).toHaveLength(2);
    }
  });

  test('OK brings trailers, and details come with an error', async () => {
    const trailers = [
      { name: 'x-text', value: Buffer.from('a,b') },
      { name: 'x-raw-bin', value: new Uint8Array([0, 255]) },
    ];
    const ok = await peer.outcome(
      planned(unary, { ending: { case: 'status', value: { code: 0, trailers } } }),
    );
    expect(ok.code).toBe(0);
    const shown = Object.fromEntries(ok.trailers.map(({ name, value }) => [name, [...value]]));
    expect(shown).toMatchObject({ 'x-text': [...Buffer.from('a,b')], 'x-raw-bin': [0, 255] });
    const details = [{ typeUrl: 'type.googleapis.com/a.B', value: new Uint8Array([1, 2]) }];
    const failed = await peer.outcome(
      planned(unary, { ending: { case: 'status', value: { code: 9, message: 'no', details } } }),
    );
    expect(failed).toMatchObject({ code: 9, message: 'no', details });
  });

  test('a status beside a message: the status is seen', async () => {
    const value = { status: { code: 13, message: 'both' } };
    const ending = { case: 'statusAndMessage' as const, value };
    for (const method of kinds) {
      expect(await peer.outcome(planned(method, { ending }))).toMatchObject({
        code: 13,
        message: 'both',
      });
    }
  });

  test('a deadline ends both sides, in each kind', async () => {
    const timeout = { seconds: 3n };
    // At once: they have to be at the server in time.
    const calls = kinds.map((method) => ({
      ...{ ...planned(method, awaitCancellation), timeout },
      ...{ callId: peer.nextId(), targets: [peer.address] },
    }));
    const answers = await peer.askAll(Peer.method.call, { calls });
    expect(answers).toHaveLength(kinds.length);
    for (const { callId, result } of answers) {
      expect(result).toMatchObject({ case: 'outcome', value: { code: 4 } });
      const [hop] = await observe(callId);
      expect(hop).toMatchObject({ cancelled: true, settled: true });
      expect(millis(hop?.timeLeft)).toBeGreaterThan(0);
      expect(millis(hop?.timeLeft)).toBeLessThanOrEqual(3000);
    }
  });

  test.each(kinds)('%s: cancelled during the call, as soon as it was entered', async (method) => {
    const callId = peer.nextId();
    const steps = [request, step('awaitSignal', { name: 'go' }), step('cancel', {})];
    const calling = peer.outcome({ callId, method, steps, serverPlan: awaitCancellation });
    await observe(callId, Until.ENTERED);
    await peer.ask(Peer.method.signal, { callId, name: 'go' });
    const { code, events } = await calling;
    expect(code).toBe(1);
    expect(events.map((event) => event.kind)).not.toContain(EventKind.HALF_CLOSED);
    const [hop] = await observe(callId);
    expect(hop).toMatchObject({ cancelled: true, settled: true });
  });

  test.each(kinds)('%s: its handler hears of the end of many requests', async (method) => {
    const callId = peer.nextId();
    const serverPlan: ServerPlanInit = { steps: [step('drain', {})] };
    expect(await peer.outcome({ callId, method, steps: [request], serverPlan })).toMatchObject({
      code: 0,
    });
    const many = [Probe.method.clientStream, Probe.method.bidiStream].map(pathOf);
    const [hop] = await observe(callId);
    expect(hop).toMatchObject({ halfClosed: many.includes(method), settled: true });
  });

  test.each(kinds)('%s: cancelled under a step that waits', async (method) => {
    const callId = peer.nextId();
    const steps = [step('cancel', { when: 'go' }), request, step('receive', {})];
    const calling = peer.outcome({ callId, method, steps, serverPlan: awaitCancellation });
    await observe(callId, Until.ENTERED);
    await peer.ask(Peer.method.signal, { callId, name: 'go' });
    expect((await calling).code).toBe(1);
    const [hop] = await observe(callId);
    expect(hop).toMatchObject({ cancelled: true, settled: true });
  });

  test.each(kinds)('%s: cancelled before it opens', async (method) => {
    const outcome = await peer.outcome({ method, steps: [step('cancel', {}), request] });
    expect(outcome.code).toBe(1);
  });

  test('a cancel after the end changes nothing', async () => {
    const steps = [request, step('drain', {}), step('cancel', {})];
    const callId = peer.nextId();
    expect((await peer.outcome({ callId, method: unary, steps })).code).toBe(0);
    expect((await observe(callId))[0]).toMatchObject({ cancelled: false, settled: true });
  });

  test('a signal given before the step is kept', async () => {
    const callId = peer.nextId();
    await peer.ask(Peer.method.signal, { callId, name: 'early' });
    const steps = [request, step('awaitSignal', { name: 'early' })];
    const { events } = await peer.outcome({ callId, method: unary, steps });
    expect(events.map(({ kind }) => kind)).toContain(EventKind.SIGNALLED);
  });

  test('a forward makes the next hop, and ends alike', async () => {
    const callId = peer.nextId();
    const value = {
      ...planned(unary, { ending: status(7, 'from afar') }),
      ...{ callId, targets: [peer.address] },
    };
    const plan = planned(unary, { ending: { case: 'forward', value } });
    const timeout = { seconds: 20n };
    const outcome = await peer.outcome({ ...plan, callId, timeout });
    expect(outcome).toMatchObject({ code: 7, message: 'from afar' });
    const hops = await observe(callId);
    expect(hops.map(({ hop }) => hop)).toEqual([0, 1]);
    const left = millis(hops[1]?.timeLeft);
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(20_000);
  });

  test('the guard ends an RPC that hangs', async () => {
    const guard = { nanos: 200_000_000 };
    const { result } = await peer.call({ ...planned(unary, awaitCancellation), guard });
    expect(result).toMatchObject({ case: 'harnessError', value: { kind: Kind.GUARD_EXPIRED } });
  });

  test('a dead target is an outcome: UNAVAILABLE', async () => {
    const outcome = await peer.outcome({ method: unary, steps: [], targets: ['127.0.0.1:1'] });
    expect(outcome.code).toBe(14);
  });

  test('a fresh call has a connection of its own', async () => {
    const one = { method: unary, steps: [] };
    const shared = await peer.outcome(one);
    const fresh = await peer.outcome({ ...one, channel: { fresh: true } });
    expect(fresh.localPort).not.toBe(shared.localPort);
    expect((await peer.outcome(one)).localPort).toBe(shared.localPort);
  });
});
