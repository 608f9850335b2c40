/** HTTP below Connect's protocols: version 1.1 and 2, calls by GET, and a server that answers all. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EverythingSchema, Payloads } from '../gen/crosswire/payload/v1/payload_pb.js';
import { CloseRequest_Mode as Mode, Peer, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Codec, HttpVersion, Protocol } from '../gen/crosswire/peer/v1/plan_pb.js';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { ask, RunningPeer, send, step, text } from './testing.ts';

const { HTTP_VERSION_1_1: one, HTTP_VERSION_2: two } = HttpVersion;
const { GRPC, GRPC_WEB, CONNECT } = Protocol;
const methods = Object.values(Probe.method);
const request = ask();

describe('ts-connect', () => {
  let peer: RunningPeer;
  let plain: string;
  beforeAll(async () => {
    peer = await RunningPeer.start('ts-connect');
    plain = await peer.listen('http1', { transport: Transport.HTTP1 });
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  describe.each([
    ['gRPC-Web', GRPC_WEB],
    ['Connect', CONNECT],
  ])('%s over HTTP/1.1', (_name, protocol) => {
    const spoken = { protocol, httpVersion: one };

    test.each(methods.slice(0, 3))('$name sends back', async (method) => {
      for (const codec of [Codec.PROTO, Codec.JSON]) {
        const plan = { ...spoken, codec, method: pathOf(method), steps: [request] };
        const outcome = await peer.outcome({ ...plan, targets: [plain] });
        expect(outcome).toMatchObject({ code: 0 });
        expect(outcome.messages[0]?.json).toBe(JSON.stringify({ body: btoa('ask') }));
      }
    });

    // Connect's server answers 505, which is none of the HTTP codes that mean another: UNKNOWN.
    test('bidi is refused', async () => {
      const plan = { ...spoken, method: pathOf(Probe.method.bidiStream), targets: [plain] };
      expect((await peer.outcome({ ...plan, steps: [request] })).code).toBe(2);
    });

    test('calls share a connection, a fresh one has its own', async () => {
      const plan = { ...spoken, method: pathOf(Probe.method.unary), targets: [plain] };
      const from = async (channel: { key: string } | { fresh: true }) => {
        const callId = peer.nextId();
        // Of several connections the client tells none.
        expect(await peer.outcome({ ...plan, callId, channel })).toMatchObject({ localPort: 0 });
        const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
        return hops[0]?.peerAddress;
      };
      const first = await from({ key: `${protocol}` });
      expect(first).toMatch(/:\d+$/);
      expect(await from({ key: `${protocol}` })).toBe(first);
      expect(await from({ fresh: true })).not.toBe(first);
    });

    test('ends in a status, and in time', async () => {
      const plan = { ...spoken, method: pathOf(Probe.method.unary), targets: [plain] };
      const status = { code: 5, message: 'nothing: 无' };
      const serverPlan = { ending: { case: 'status' as const, value: status } };
      expect(await peer.outcome({ ...plan, serverPlan })).toMatchObject(status);
      const late = await peer.outcome({
        ...{ ...plan, timeout: { nanos: 150_000_000 } },
        serverPlan: { ending: { case: 'awaitCancellation', value: {} } },
      });
      expect(late.code).toBe(4);
    });
  });

  test.each([one, two])(
    'HTTP %j: Connect calls by GET what has no side effects',
    async (httpVersion) => {
      const seen: (string | undefined)[] = [];
      await using server = createServer((incoming, response) => {
        seen.push(incoming.method);
        response.writeHead(200, { 'content-type': 'application/proto' }).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const spy = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { echo, peek } = Payloads.method;
      for (const method of [peek, echo]) {
        const steps = [send(EverythingSchema, { stringValue: 'é?&' })];
        const plan = {
          protocol: CONNECT,
          httpVersion,
          httpGet: true,
          method: pathOf(method),
          steps,
        };
        const targets = [httpVersion === one ? plain : peer.address];
        const outcome = await peer.outcome({ ...plan, targets });
        expect(outcome.messages[0]?.json).toBe('{"stringValue":"é?&"}');
        if (httpVersion === one) await peer.outcome({ ...plan, targets: [spy] });
      }
      expect(seen).toEqual(httpVersion === one ? ['GET', 'POST'] : []);
      server.closeAllConnections();
    },
  );

  test('one listener answers all three protocols', async () => {
    for (const protocol of [GRPC, GRPC_WEB, CONNECT]) {
      const plan = { protocol, httpVersion: two, method: pathOf(Probe.method.bidiStream) };
      expect(await peer.outcome({ ...plan, steps: [request] })).toMatchObject({ code: 0 });
    }
  });

  test.each([
    ['httpVersion', { protocol: GRPC, httpVersion: one }],
    ['httpGet', { protocol: GRPC, httpGet: true }],
    ['httpGet', { protocol: GRPC_WEB, httpGet: true }],
  ])('names the %s that the protocol has not', async (field, spoken) => {
    const { result } = await peer.call({ ...spoken, method: pathOf(Probe.method.unary) });
    expect(result).toMatchObject({ case: 'unsupportedStep', value: { step: -1, field } });
  });

  test('a listener of HTTP/1.1 has its limits, and lets open calls end', async () => {
    const limits = { maxMetadataBytes: 2000, maxReceiveMessageBytes: 100 };
    const target = await peer.listen('narrow', { transport: Transport.HTTP1, limits });
    const plan = { protocol: CONNECT, httpVersion: one, targets: [target] };
    const method = pathOf(Probe.method.unary);
    expect((await peer.outcome({ ...plan, method })).code).toBe(0);
    const much = [{ name: 'x-much', value: new Uint8Array(3000).fill(97) }];
    expect((await peer.outcome({ ...plan, method, metadata: much })).code).not.toBe(0);
    const large = send(ProbeRequestSchema, { body: new Uint8Array(200) });
    expect((await peer.outcome({ ...plan, method, steps: [large] })).code).toBe(8);
    const waiting = step('sleep', { duration: { nanos: 200_000_000 } });
    const callId = peer.nextId();
    const serverPlan = { steps: [waiting, send(ProbeResponseSchema, text('still'))] };
    const calling = peer.outcome({ ...plan, callId, method, serverPlan });
    const entered = { callIds: [callId], until: 1, wait: { seconds: 20n } };
    await peer.ask(Peer.method.observe, entered);
    await peer.ask(Peer.method.close, { listener: 'narrow', mode: Mode.DRAIN });
    expect((await calling).code).toBe(0);
    expect((await peer.outcome({ ...plan, method, channel: { fresh: true } })).code).toBe(14);
  });
});

test('ts-grpc-js names the HTTP that it has not', async () => {
  await using peer = await RunningPeer.start('ts-grpc-js');
  for (const plan of [{ httpVersion: one }, { httpGet: true }]) {
    const { result } = await peer.call({ ...plan, method: pathOf(Probe.method.unary) });
    expect(result.case).toBe('unsupportedStep');
  }
  const request1 = { id: 'http1', transport: Transport.HTTP1, bind: '127.0.0.1:0' };
  const { result } = await peer.ask(Peer.method.listen, request1);
  expect(result).toMatchObject({ case: 'unsupported', value: { field: 'transport' } });
});
