/** Limits on metadata: Connect leaves them to node:http2, and grpc-js has none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Peer, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { RunningPeer } from './testing.ts';

const method = pathOf(Probe.method.unary);
/** ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED in gRPC; Connect takes Node's error for it for INTERNAL. */
const internal = 13;
const limits = { maxMetadataBytes: 2000 };
const much = [{ name: 'x-much', value: new Uint8Array(3000).fill(97) }];

describe('ts-connect', () => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start('ts-connect');
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  // The first call of a connection goes before the settings have been acknowledged.
  test('a server refuses more request metadata, once its settings are known', async () => {
    const targets = [await peer.listen('narrow', { limits })];
    expect((await peer.outcome({ method, targets })).code).toBe(0);
    const refused = await peer.outcome({ method, targets, metadata: much });
    expect(refused.code).toBe(internal);
    expect(refused.message).toContain('ENHANCE_YOUR_CALM');
    expect((await peer.outcome({ method, targets })).code).toBe(0);
    expect((await peer.outcome({ method, metadata: much })).code).toBe(0);
  });

  test('a client refuses more response metadata, once its settings are known', async () => {
    const trailers = { code: 0, message: '', trailers: much };
    const serverPlan = { ending: { case: 'status' as const, value: trailers } };
    const channel = { limits };
    expect((await peer.outcome({ method, channel })).code).toBe(0);
    const refused = await peer.outcome({ method, channel, serverPlan });
    expect(refused.code).toBe(internal);
    expect(refused.message).toContain('ENHANCE_YOUR_CALM');
    expect((await peer.outcome({ method, serverPlan })).code).toBe(0);
  });
});

test('ts-grpc-js names the limit that grpc-js has not', async () => {
  await using peer = await RunningPeer.start('ts-grpc-js');
  const { result } = await peer.call({ method, channel: { limits } });
  const field = 'channel.limits.maxMetadataBytes';
  expect(result).toMatchObject({ case: 'unsupportedStep', value: { field } });
  const request = { id: 'narrow', transport: Transport.H2C, bind: '127.0.0.1:0', limits };
  const answer = await peer.ask(Peer.method.listen, request);
  expect(answer.result).toMatchObject({
    case: 'unsupported',
    value: { field: 'limits.maxMetadataBytes' },
  });
});
