/** How handlers end that do not mean to: errors at once and later, nothing at all, and code that goes on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../discovery/testing.ts';
import { Throw_Kind } from '../gen/crosswire/peer/v1/plan_pb.js';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { type PlanInit, RunningPeer, type StepInit, send, step } from './testing.ts';

const kinds = Object.values(Probe.method).map(pathOf);
const unary = pathOf(Probe.method.unary);
const response = (text: string): StepInit =>
  send(ProbeResponseSchema, { body: new TextEncoder().encode(text) });
const planned = (method: string, serverPlan: NonNullable<PlanInit['serverPlan']>): PlanInit => ({
  ...{ method, serverPlan },
  steps: [send(ProbeRequestSchema, {})],
});

/** What the libraries do differently, as measured. */
const libraries = [
  {
    id: 'ts-grpc-js',
    thrown: { code: 2, message: 'Unknown error' },
    later: 2,
    nothing: 13,
    aborted: 20,
  },
  {
    id: 'ts-connect',
    thrown: { code: 13, message: 'internal error' },
    later: 13,
    nothing: 0,
    aborted: 13,
  },
];

describe.each(libraries)('$id', ({ id, thrown, later, nothing, aborted }) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each(kinds)('%s: a native error is an error of the call only', async (method) => {
    const ending = { case: 'throw' as const, value: { kind: Throw_Kind.ERROR, text: 'oh' } };
    const many = method === kinds[2] || method === kinds[3];
    const careless = await peer.outcome(planned(method, { ending }));
    expect(careless).toMatchObject(many ? { code: later } : thrown);
    const after = await peer.outcome(planned(method, { ending, steps: [response('a')] }));
    expect(after.code).toBe(later);
    expect((await peer.outcome(planned(method, {}))).code).toBe(0);
  });

  test('returning nothing: grpc-js fails to write it, Connect makes an empty message of it', async () => {
    const ending = { case: 'returnNothing' as const, value: {} };
    expect((await peer.outcome(planned(unary, { ending }))).code).toBe(nothing);
  });

  test('a panic is any other error', async () => {
    const value = { kind: Throw_Kind.PANIC, text: 'nobody catches this' };
    const plan = planned(unary, { ending: { case: 'throw', value } });
    expect(await peer.outcome(plan)).toMatchObject(thrown);
  });

  test.each(kinds)(
    '%s: a rejected promise ends the process of neither, nor the call of grpc-js',
    async (method) => {
      const value = { kind: Throw_Kind.LATER, text: 'nobody catches this' };
      const plan = planned(method, { ending: { case: 'throw', value } });
      const ends = id === 'ts-connect';
      const { result } = await peer.call({ ...plan, guard: { seconds: ends ? 20n : 1n } });
      expect(result.case).toBe(ends ? 'outcome' : 'harnessError');
      if (!ends) await eventually(() => peer.stderr.join('').includes('nobody catches this'));
      expect((await peer.outcome(planned(unary, {}))).code).toBe(0);
    },
  );

  test.each(kinds)(
    '%s: an AbortError brings the code of a DOMException with it',
    async (method) => {
      const value = { kind: Throw_Kind.CANCELLATION, text: 'not by you' };
      const plan = planned(method, { ending: { case: 'throw', value } });
      expect((await peer.outcome(plan)).code).toBe(aborted);
      expect((await peer.outcome(planned(unary, {}))).code).toBe(0);
    },
  );

  test.each(kinds)('%s: what goes on after its status changes nothing', async (method) => {
    const header = { name: 'x-late', value: Buffer.from('late') };
    const steps = [
      response('late'),
      step('sendHeaders', { metadata: [header] }),
      response('later'),
    ];
    const value = { status: { code: 5, message: 'over' }, steps };
    const outcome = await peer.outcome(planned(method, { ending: { case: 'goOn', value } }));
    expect(outcome).toMatchObject({ code: 5, message: 'over', messages: [] });
    expect((await peer.outcome(planned(unary, {}))).code).toBe(0);
  });

  test('a trailer that HTTP/2 can not carry ends neither process', async () => {
    const trailers = [{ name: 'x:y', value: Buffer.from('1') }];
    const plan = planned(unary, { ending: { case: 'status', value: { code: 0, trailers } } });
    const { result } = await peer.call({ ...plan, guard: { nanos: 300_000_000 } });
    if (id === 'ts-grpc-js') expect(result.case).toBe('harnessError');
    expect((await peer.outcome(planned(unary, {}))).code).toBe(0);
  });
});
