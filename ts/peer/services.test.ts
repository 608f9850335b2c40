/** The services beside Probe: what messages can hold, the official suite's, reflection and health. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../discovery/testing.ts';
import { EverythingSchema, Payloads } from '../gen/crosswire/payload/v1/payload_pb.js';
import { EventKind, Peer } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Health, HealthCheckRequestSchema } from '../gen/grpc/health/v1/health_pb.js';
import {
  ServerReflectionRequestSchema as AskSchema,
  ServerReflection as V1,
} from '../gen/grpc/reflection/v1/reflection_pb.js';
import { ServerReflection as V1Alpha } from '../gen/grpc/reflection/v1alpha/reflection_pb.js';
import { EmptySchema } from '../gen/official/testing/empty_pb.js';
import {
  SimpleRequestSchema,
  StreamingInputCallRequestSchema,
  StreamingOutputCallRequestSchema,
} from '../gen/official/testing/messages_pb.js';
import { TestService, UnimplementedService } from '../gen/official/testing/test_pb.js';
import { pathOf, served } from './methods.ts';
import { RunningPeer, send, step } from './testing.ts';

const { unaryCall, streamingOutputCall, streamingInputCall } = TestService.method;
const { fullDuplexCall, halfDuplexCall, emptyCall, unimplementedCall } = TestService.method;
const sizes = [31415, 9, 2653, 58979].map((size) => ({ size }));
const receive = step('receive', { count: 1 });
const json = ({ messages }: { messages: readonly { json: string }[] }) =>
  messages.map((message) => JSON.parse(message.json));

describe.each(['ts-grpc-js', 'ts-connect'])('%s', (id) => {
  let peer: RunningPeer;
  beforeAll(async () => {
    peer = await RunningPeer.start(id);
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each([Payloads.method.echo, Payloads.method.peek])(
    '$name sends all back',
    async (method) => {
      const message = create(EverythingSchema, {
        ...{
          doubleValue: Number.NaN,
          uint64Value: 2n ** 64n - 1n,
          int32Value: -1,
          texts: ['', '张'],
        },
        choice: { case: 'choiceNumber', value: -(2n ** 63n) },
        recursive: { inner: { text: 'deep' } },
        // Field 99, which nobody knows: it is kept.
        $unknown: [{ no: 99, wireType: 0, data: new Uint8Array([7]) }],
      });
      const encoded = toBinary(EverythingSchema, message);
      const payload = { content: { case: 'encoded' as const, value: encoded } };
      const outcome = await peer.outcome({
        method: pathOf(method),
        steps: [step('send', { payload })],
      });
      expect(outcome.messages[0]?.firstBytes).toEqual(encoded.slice(0, 64));
      expect(outcome.messages[0]?.length).toBe(BigInt(encoded.length));
    },
  );

  describe('the official service', () => {
    test('answers with bodies of the sizes asked for', async () => {
      const single = await peer.outcome({
        method: pathOf(unaryCall),
        steps: [send(SimpleRequestSchema, { responseSize: 314159 })],
      });
      expect(single.messages[0]).toMatchObject({ length: 314159n + 8n });
      const request = send(StreamingOutputCallRequestSchema, { responseParameters: sizes });
      for (const { name } of [streamingOutputCall, fullDuplexCall, halfDuplexCall]) {
        const outcome = await peer.outcome({
          method: `/grpc.testing.TestService/${name}`,
          steps: [request],
        });
        expect(outcome.code).toBe(0);
        const bodies = outcome.messages.map(({ length }) => Number(length));
        expect(bodies).toEqual([31415 + 8, 9 + 4, 2653 + 6, 58979 + 8]);
      }
    });

    test('adds up what it got, and answers nothing with nothing', async () => {
      const steps = [27182, 8, 1828, 45904].map((size) =>
        send(StreamingInputCallRequestSchema, { payload: { body: new Uint8Array(size) } }),
      );
      const sum = await peer.outcome({ method: pathOf(streamingInputCall), steps });
      expect(json(sum)).toEqual([{ aggregatedPayloadSize: 74922 }]);
      const method = pathOf(emptyCall);
      const empty = await peer.outcome({ method, steps: [send(EmptySchema, {})] });
      expect(json(empty)).toEqual([{}]);
      const none = await peer.outcome({ method: pathOf(fullDuplexCall), steps: [] });
      expect(none).toMatchObject({ code: 0, messages: [] });
    });

    test('goes in lockstep, and waits as long as it is told', async () => {
      const request = send(StreamingOutputCallRequestSchema, {
        responseParameters: [{ size: 1, intervalUs: 2000 }],
      });
      const steps = [request, receive, request, receive];
      const outcome = await peer.outcome({ method: pathOf(fullDuplexCall), steps });
      expect(outcome).toMatchObject({ code: 0 });
      expect(outcome.messages).toHaveLength(2);
    });

    test.each([
      [unaryCall, SimpleRequestSchema],
      [fullDuplexCall, StreamingOutputCallRequestSchema],
    ])('$name ends as it is told, with the metadata that is sent back', async (method, schema) => {
      const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
      const plan = {
        method: pathOf(method),
        metadata: [
          { name: 'x-grpc-test-echo-initial', value: Buffer.from('test_initial_metadata_value') },
          { name: 'x-grpc-test-echo-trailing-bin', value: new Uint8Array([0xab, 0xab, 0xab]) },
        ],
      };
      const trailer = expect.objectContaining(plan.metadata[1]);
      const fine = await peer.outcome({ ...plan, steps: [send(schema, {})] });
      const header = fine.headers.find(({ name }) => name === 'x-grpc-test-echo-initial');
      expect(Buffer.from(header?.value ?? '').toString()).toBe('test_initial_metadata_value');
      expect(fine.trailers).toContainEqual(trailer);
      const told = send(schema, { responseStatus: { code: 2, message } });
      const ended = await peer.outcome({ ...plan, steps: [told] });
      expect(ended).toMatchObject({ code: 2, message });
      expect(ended.trailers).toContainEqual(trailer);
    });

    test('leaves out what is there to be left out, and refuses bodies without measure', async () => {
      for (const method of [unimplementedCall, UnimplementedService.method.unimplementedCall]) {
        expect((await peer.outcome({ method: pathOf(method), steps: [] })).code).toBe(12);
      }
      for (const responseSize of [-1, 2 ** 31 - 1]) {
        const steps = [send(SimpleRequestSchema, { responseSize })];
        expect((await peer.outcome({ method: pathOf(unaryCall), steps })).code).toBe(3);
      }
    });
  });

  test('health is watched, and its changes are seen', async () => {
    const callId = peer.nextId();
    const watching = peer.outcome({
      ...{ callId, method: pathOf(Health.method.watch) },
      targets: [await peer.listen('watched')],
      steps: [
        send(HealthCheckRequestSchema, { service: 'grpc.testing.TestService' }),
        ...[step('receive', { count: 2 }), step('cancel', {})],
      ],
    });
    const sent = async () => {
      const { hops } = await peer.ask(Peer.method.observe, { callIds: [callId] });
      return hops[0]?.events.some(({ kind }) => kind === EventKind.SENT) ?? false;
    };
    await eventually(sent);
    await peer.ask(Peer.method.setHealth, { listener: 'watched', serving: false });
    const outcome = await watching;
    expect(outcome.code).toBe(1);
    expect(json(outcome)).toEqual([{ status: 'SERVING' }, { status: 'NOT_SERVING' }]);
  });

  test('a service that nobody knows is watched too', async () => {
    const request = send(HealthCheckRequestSchema, { service: 'no.Such' });
    const steps = [request, receive, step('cancel', {})];
    const outcome = await peer.outcome({ method: pathOf(Health.method.watch), steps });
    expect(json(outcome)).toEqual([{ status: 'SERVICE_UNKNOWN' }]);
  });

  describe.each([V1, V1Alpha])('reflection, $typeName', ({ method }) => {
    const ask = async (...questions: Parameters<typeof send<typeof AskSchema>>[1][]) => {
      const steps = questions.map((question) => send(AskSchema, question));
      return json(await peer.outcome({ method: pathOf(method.serverReflectionInfo), steps }));
    };

    test('lists what is served: @grpc/reflection leaves out services without a package', async () => {
      const [answer] = await ask({ messageRequest: { case: 'listServices', value: '*' } });
      const names = answer.listServicesResponse.service.map(({ name }: { name: string }) => name);
      const all = served.map(({ typeName }) => typeName);
      const listed = id === 'ts-connect' ? all : all.filter((name) => name.includes('.'));
      expect(names.sort()).toEqual(listed.sort());
    });

    test('shows the file of a symbol, with all that it imports', async () => {
      const [bySymbol, byName] = await ask(
        {
          messageRequest: { case: 'fileContainingSymbol', value: 'crosswire.payload.v1.Payloads' },
        },
        { messageRequest: { case: 'fileByFilename', value: 'crosswire/payload/v1/payload.proto' } },
      );
      expect(bySymbol.fileDescriptorResponse).toEqual(byName.fileDescriptorResponse);
      const files: string[] = bySymbol.fileDescriptorResponse.fileDescriptorProto;
      const read = files.map((file) =>
        fromBinary(FileDescriptorProtoSchema, Buffer.from(file, 'base64')),
      );
      expect(read[0]).toEqual(EverythingSchema.file.proto);
      expect(new Set(read.map(({ name }) => name)).size).toBe(8);
    });

    test('says what it does not know', async () => {
      const [symbol, file] = await ask(
        { messageRequest: { case: 'fileContainingSymbol', value: 'no.Such' } },
        { messageRequest: { case: 'fileByFilename', value: 'no/such.proto' } },
      );
      expect(symbol.errorResponse.errorCode).toBe(5);
      expect(file.errorResponse.errorCode).toBe(5);
    });
  });
});
