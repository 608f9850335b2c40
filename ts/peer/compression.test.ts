/** Compression as it is on the wire: a client's flags seen by Node's HTTP/2, a server's by its encoding. */
import { once } from 'node:events';
import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Peer, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Compression } from '../gen/crosswire/peer/v1/plan_pb.js';
import { Probe, ProbeRequestSchema } from '../gen/crosswire/probe/v1/probe_pb.js';
import { pathOf } from './methods.ts';
import { RunningPeer, type StepInit, send, step } from './testing.ts';

const { IDENTITY, GZIP, DEFLATE, UNSPECIFIED } = Compression;
const unary = pathOf(Probe.method.unary);
const clientStream = pathOf(Probe.method.clientStream);
const content = { case: 'pattern' as const, value: { size: 4096n, seed: 1 } };
const sent = (compression: Compression): StepInit =>
  step('send', { payload: { content }, compression });

/** Seen is what a client sent: its encoding, and the flag of each message. */
interface Seen {
  readonly encoding: string | string[] | undefined;
  readonly flags: number[];
}

/** Flags is a server that looks at the bytes of calls, and ends them without a response. */
class Flags implements AsyncDisposable {
  readonly calls: Seen[] = [];
  readonly #server = http2.createServer();

  static async listen(): Promise<Flags> {
    const flags = new Flags();
    flags.#server.on('stream', (stream, headers) => void flags.#look(stream, headers));
    flags.#server.listen(0, '127.0.0.1');
    await once(flags.#server, 'listening');
    return flags;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #look(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): Promise<void> {
    const body = Buffer.concat(await stream.toArray());
    const flags: number[] = [];
    for (let at = 0; at < body.length; at += 5 + body.readUInt32BE(at + 1))
      flags.push(body[at] ?? -1);
    this.calls.push({ encoding: headers['grpc-encoding'], flags });
    const status = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 9 };
    stream.respond(status, { endStream: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
  }
}

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each([
    [UNSPECIFIED, undefined, 0],
    [IDENTITY, undefined, 0],
    [GZIP, 'gzip', 1],
    [DEFLATE, 'deflate', 1],
  ])('a client compresses as its plan says: %j', async (compression, encoding, flag) => {
    await using server = await Flags.listen();
    const targets = [server.address];
    const channel = { fresh: true };
    const steps = [sent(UNSPECIFIED)];
    await peer.outcome({ method: unary, targets, channel, compression, steps });
    expect(server.calls).toEqual([{ encoding, flags: [flag] }]);
  });

  test.each([UNSPECIFIED, GZIP])(
    'message by message, on a channel with %j',
    async (compression) => {
      await using server = await Flags.listen();
      const steps = [sent(GZIP), sent(IDENTITY), sent(UNSPECIFIED), sent(GZIP)];
      const targets = [server.address];
      const plan = { method: clientStream, targets, channel: { fresh: true }, compression, steps };
      if (id === 'ts-connect') {
        const { result } = await peer.call(plan);
        const first = compression === GZIP ? 1 : 0;
        return expect(result).toMatchObject({
          ...{ case: 'unsupportedStep', value: { step: first, field: 'send.compression' } },
        });
      }
      await peer.outcome(plan);
      const own = compression === GZIP ? 1 : 0;
      expect(server.calls).toEqual([{ encoding: 'gzip', flags: [1, 0, own, 1] }]);
    },
  );

  test.each([GZIP, DEFLATE])('what is compressed with %j is understood', async (compression) => {
    const steps = [sent(UNSPECIFIED)];
    const outcome = await peer.outcome({ method: unary, compression, steps });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.messages[0]?.length).toBe(4096n + 3n);
  });

  test.each([GZIP, DEFLATE])('a bomb of %j is held by the limit', async (compression) => {
    const limits = { maxReceiveMessageBytes: 1000 };
    const targets = [await peer.listen(`narrow-${compression}`, { limits })];
    const zeros = send(ProbeRequestSchema, { body: new Uint8Array(100_000) });
    const outcome = await peer.outcome({ method: unary, targets, compression, steps: [zeros] });
    expect(outcome.code).toBe(8);
  });

  test.each([
    [IDENTITY, []],
    [GZIP, ['gzip']],
    [DEFLATE, ['deflate']],
  ])('a server sends as its listener says: %j', async (compression, encodings) => {
    const listen = { id: `sends-${compression}`, bind: '127.0.0.1:0', compression };
    const { result } = await peer.ask(Peer.method.listen, { ...listen, transport: Transport.H2C });
    if (id === 'ts-grpc-js' && compression !== IDENTITY) {
      const value = { field: 'compression' };
      return expect(result).toMatchObject({ case: 'unsupported', value });
    }
    const target = result.case === 'address' ? result.value : '';
    const { flag, encoding } = await firstResponse(target);
    expect(encoding === undefined || flag === 0 ? [] : [encoding]).toEqual(encodings);
    const outcome = await peer.outcome({ method: unary, targets: [target], steps: [sent(0)] });
    expect(outcome.messages[0]?.length).toBe(4096n + 3n);
  });
});

/** firstResponse is how the server at `target` writes an answer to a client that takes all encodings. */
async function firstResponse(target: string): Promise<{ flag: number; encoding: unknown }> {
  const session = http2.connect(`http://${target}`);
  const stream = session.request({
    ...{ ':method': 'POST', ':path': unary, 'content-type': 'application/grpc', te: 'trailers' },
    'grpc-accept-encoding': 'identity,deflate,gzip',
  });
  const message = toBinary(
    ProbeRequestSchema,
    create(ProbeRequestSchema, { body: new Uint8Array(2000) }),
  );
  const prefix = Buffer.from([0, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
  const [headers] = await once(stream, 'response');
  const bytes = Buffer.concat(await stream.toArray());
  session.close();
  return { flag: bytes[0] ?? -1, encoding: headers['grpc-encoding'] };
}
