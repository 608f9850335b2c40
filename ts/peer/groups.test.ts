/** Listeners of several processes: who answers, what they share, and that none is left behind. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import * as http2 from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CloseRequest_Mode as Mode, type Outcome, Peer } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Probe, ProbeRequestSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { health, type PlanInit, RunningPeer, step } from './testing.ts';

const unary = pathOf(Probe.method.unary);
const patienceMs = 30_000;

function processOf({ trailers }: Outcome): number {
  const found = trailers.find(({ name }) => name === 'crosswire-process');
  return Number(Buffer.from(found?.value ?? '').toString());
}

/** A zombie has ended too: nobody may have asked after it yet. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function allEnded(pids: Iterable<number>): Promise<boolean> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(20)) {
    if (![...pids].some(runs)) return true;
  }
  return false;
}

/** processesOf connects for each call anew. */
async function processesOf(peer: RunningPeer, target: string, count: number): Promise<number[]> {
  const pids: number[] = [];
  for (let i = 0; i < count; i++) pids.push(processOf(await peer.outcome(freshCall(target))));
  return pids;
}

/** OpenStream is a server stream of Probe on a connection of its own, which tells when it has begun. */
class OpenStream implements AsyncDisposable {
  readonly #session: http2.ClientHttp2Session;
  readonly #stream: http2.ClientHttp2Stream;
  readonly #trailers: Promise<http2.IncomingHttpHeaders[]>;

  constructor(target: string, plan: NonNullable<PlanInit['serverPlan']>) {
    this.#session = http2.connect(`http://${target}`);
    const type = { 'content-type': 'application/grpc', te: 'trailers' };
    const path = pathOf(Probe.method.serverStream);
    this.#stream = this.#session.request({ ':method': 'POST', ':path': path, ...type });
    this.#trailers = once(this.#stream, 'trailers');
    const message = toBinary(ProbeRequestSchema, create(ProbeRequestSchema, { plan }));
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    this.#stream.end(Buffer.concat([prefix, message]));
  }

  async begun(): Promise<void> {
    await once(this.#stream, 'data');
  }

  async status(): Promise<unknown> {
    const [trailers] = await this.#trailers;
    return trailers?.['grpc-status'];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.destroy();
  }
}

function freshCall(target: string, more: PlanInit = {}): PlanInit {
  return { method: unary, targets: [target], channel: { fresh: true }, ...more };
}

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test('each of three processes takes connections, and two such listeners have two ports', async () => {
    const first = await peer.listen('first', { processes: 3 });
    const second = await peer.listen('second', { processes: 2 });
    const [ofFirst, ofSecond] = [
      await processesOf(peer, first, 6),
      await processesOf(peer, second, 4),
    ];
    expect(first).not.toBe(second);
    expect(new Set(ofFirst)).toHaveProperty('size', 3);
    expect(new Set([...ofFirst, ...ofSecond])).toHaveProperty('size', 5);
    await peer.ask(Peer.method.close, { listener: 'first', mode: Mode.ABRUPT });
    expect(ofFirst.some(runs)).toBe(false);
    expect(ofSecond.every(runs)).toBe(true);
    await peer.ask(Peer.method.close, { listener: 'second', mode: Mode.DRAIN });
    expect(ofSecond.some(runs)).toBe(false);
    expect((await peer.outcome(freshCall(second))).code).toBe(14);
  });

  test.each<[string, PlanInit, number]>([
    ['a status', { serverPlan: { ending: { case: 'status', value: { code: 9 } } } }, 9],
    [
      'a stream',
      {
        method: pathOf(Probe.method.serverStream),
        serverPlan: { steps: [step('send', { count: 2 })] },
      },
      0,
    ],
    [
      'a stream that fails',
      {
        method: pathOf(Probe.method.bidiStream),
        serverPlan: { steps: [step('send', {})], ending: { case: 'status', value: { code: 9 } } },
      },
      9,
    ],
    [
      'an error of the language',
      {
        method: pathOf(Probe.method.serverStream),
        serverPlan: { ending: { case: 'throw', value: { text: 'oh' } } },
      },
      id === 'ts-connect' ? 13 : 2,
    ],
    ['a service', { method: '/MyService/Health' }, 0],
  ])('%s says which process gave it, and is not observed', async (_what, plan, code) => {
    const listener = `worker-${peer.nextId()}`;
    const target = await peer.listen(listener, { processes: 2 });
    const callId = peer.nextId();
    const outcome = await peer.outcome(freshCall(target, { callId, ...plan }));
    expect(outcome.code).toBe(code);
    expect(runs(processOf(outcome))).toBe(true);
    expect((await peer.ask(Peer.method.observe, { callIds: [callId] })).seen).toBe(false);
    await peer.ask(Peer.method.close, { listener, mode: Mode.ABRUPT });
  });

  test('a drain lets an open call of a worker finish, and health is switched in all', async () => {
    const target = await peer.listen('draining', { processes: 2 });
    await peer.ask(Peer.method.setHealth, { listener: 'draining', serving: false });
    const states = [await health(peer, target), await health(peer, target)];
    expect(states).toEqual(['NOT_SERVING', 'NOT_SERVING']);
    const plan = {
      steps: [step('send', {}), step('sleep', { duration: { nanos: 300_000_000 } })],
    };
    await using open = new OpenStream(target, plan);
    await open.begun();
    const close = { listener: 'draining', mode: Mode.DRAIN, grace: { seconds: 20n } };
    await peer.ask(Peer.method.close, close);
    expect(await open.status()).toBe('0');
  });

  test('what a worker cannot honour is told like a listener’s own', async () => {
    const request = { id: 'none', bind: '127.0.0.1:0', processes: 2 };
    const refused = await peer.ask(Peer.method.listen, { ...request, threads: 3 });
    expect(refused.result).toMatchObject({ case: 'unsupported', value: { field: 'threads' } });
    const body = JSON.stringify({ ...request, bind: peer.address });
    expect((await peer.post(pathOf(Peer.method.listen), body)).status).toBe(400);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('workers end with a peer on %s', async (signal) => {
    const other = await RunningPeer.start(id);
    const target = await other.listen('shared', { processes: 2 });
    const pids = await processesOf(other, target, 2);
    expect(pids.every(runs)).toBe(true);
    await other.end(signal);
    expect(await allEnded(pids)).toBe(true);
  });
});
