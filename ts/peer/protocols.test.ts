/** The protocols and the codecs: Connect speaks three in two ways, grpc-js one in one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Peer } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Codec, Protocol } from '../gen/crosswire/peer/v1/plan_pb.js';
import { Probe, ProbeResponseSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { ask, type PlanInit, RunningPeer, send, step, text } from './testing.ts';

const { unary, serverStream, clientStream, bidiStream } = Probe.method;
const { GRPC, GRPC_WEB, CONNECT } = Protocol;
const { PROTO, JSON: json } = Codec;
const request = ask();
const asked = JSON.stringify({ body: btoa('ask') });

describe('ts-connect', () => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start('ts-connect');
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  const contentType = async (callId: string) => {
    const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
    const header = hops[0]?.metadata.find(({ name }) => name === 'content-type');
    return Buffer.from(header?.value ?? '').toString();
  };

  // Connect's protocol writes a single message bare, and streams in envelopes: two media types.
  describe.each([
    ['gRPC, Protobuf', GRPC, PROTO, 'application/grpc+proto', 'application/grpc+proto'],
    ['gRPC, JSON', GRPC, json, 'application/grpc+json', 'application/grpc+json'],
    [
      'gRPC-Web, Protobuf',
      GRPC_WEB,
      PROTO,
      'application/grpc-web+proto',
      'application/grpc-web+proto',
    ],
    ['gRPC-Web, JSON', GRPC_WEB, json, 'application/grpc-web+json', 'application/grpc-web+json'],
    ['Connect, Protobuf', CONNECT, PROTO, 'application/proto', 'application/connect+proto'],
    ['Connect, JSON', CONNECT, json, 'application/json', 'application/connect+json'],
  ])('%s', (_name, protocol, codec, single, streamed) => {
    const spoken = { protocol, codec };

    test.each([
      [unary, single],
      [serverStream, streamed],
      [clientStream, streamed],
      [bidiStream, streamed],
    ])('$name is an echo, and the server sees its media type', async (method, media) => {
      const callId = peer.nextId();
      const plan = { ...spoken, callId, method: pathOf(method), steps: [request] };
      const outcome = await peer.outcome(plan);
      expect(outcome.code).toBe(0);
      expect(outcome.messages.map((message) => message.json)).toEqual([asked]);
      expect(await contentType(callId)).toBe(media);
    });

    test.each([unary, bidiStream])(
      '$name ends in a status, with details and trailers',
      async (method) => {
        const value = new Uint8Array([8, 1]);
        const status = {
          ...{ code: 5, message: 'nothing: 无' },
          details: [{ typeUrl: 'type.googleapis.com/google.protobuf.Duration', value }],
          trailers: [{ name: 'x-trailer-bin', value: new Uint8Array([255, 0]) }],
        };
        const serverPlan = { ending: { case: 'status' as const, value: status } };
        const plan = { ...spoken, method: pathOf(method), steps: [request], serverPlan };
        const outcome = await peer.outcome(plan);
        expect(outcome).toMatchObject({ code: 5, message: 'nothing: 无', details: status.details });
        expect(outcome.trailers).toContainEqual(expect.objectContaining(status.trailers[0]));
      },
    );

    test('a bidi call goes in lockstep, and its deadline reaches the server', async () => {
      const answer = send(ProbeResponseSchema, text('answer'));
      const receive = step('receive', { count: 1 });
      const outcome = await peer.outcome({
        ...{ ...spoken, method: pathOf(bidiStream), timeout: { seconds: 2n } },
        steps: [request, receive, request, receive],
        serverPlan: {
          steps: [receive, answer, receive, answer],
          ending: { case: 'awaitCancellation', value: {} },
        },
      });
      expect(outcome.code).toBe(4);
      expect(outcome.messages).toHaveLength(2);
    });
  });
});

describe('ts-grpc-js', () => {
  test.each<[string, PlanInit]>([
    ['protocol', { protocol: GRPC_WEB }],
    ['protocol', { protocol: CONNECT }],
    ['codec', { codec: json }],
  ])('names the %s that grpc-js has not', async (field, spoken) => {
    await using peer = await RunningPeer.start('ts-grpc-js');
    const { result } = await peer.call({ ...spoken, method: pathOf(unary), steps: [request] });
    expect(result).toMatchObject({ case: 'unsupportedStep', value: { step: -1, field } });
  });
});
