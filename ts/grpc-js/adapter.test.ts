/** The adapter, on a real server: paths, message classes and each kind of stub method. */
import { create, isMessage } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  Probe,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '../gen/crosswire/probe/v1/probe_pb.js';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { createStub, type Handlers, methodDefinition, type Stub } from './adapter.ts';
import { addService, bind } from './server.ts';
import { decodeDetails, encodeStatus } from './status-details.ts';

const text = (body: string) => ({ body: new Uint8Array(Buffer.from(body)) });
const none = new grpc.Metadata();

const handlers: Handlers<typeof Probe> = {
  unary: (call, callback) =>
    callback(null, create(ProbeResponseSchema, { body: call.request.body })),
  serverStream(call) {
    call.write(create(ProbeResponseSchema, text('one')));
    call.write(create(ProbeResponseSchema, text('two')));
    call.end();
  },
  clientStream(call, callback) {
    let count = 0;
    call.on('data', () => {
      count += 1;
    });
    call.on('end', () => callback(null, create(ProbeResponseSchema, text(`${count}`))));
  },
  bidiStream(call) {
    call.on('data', ({ body }) => call.write(create(ProbeResponseSchema, { body })));
    call.on('end', () => call.end());
  },
};

const server = new grpc.Server();
let stub: Stub<typeof Probe>;

beforeAll(async () => {
  addService(server, Probe, handlers);
  stub = createStub(Probe, `127.0.0.1:${await bind(server, '127.0.0.1:0')}`);
});

afterAll(() => {
  stub.close();
  server.forceShutdown();
});

test('paths are the wire’s: snake case stays, no package is none', () => {
  expect(methodDefinition(OrderHandler.method.create_order).path).toBe(
    '/order.OrderHandler/create_order',
  );
  expect(methodDefinition(SimpleRpcServer.method.getSubjectQuestionTypes).path).toBe(
    '/SimpleRpcServer/GetSubjectQuestionTypes',
  );
});

test('unary answers a message of protobuf-es', async () => {
  const reply = await new Promise((resolve, reject) => {
    stub.unary(create(ProbeRequestSchema, text('hi')), none, {}, (error, value) =>
      error ? reject(error) : resolve(value),
    );
  });
  expect(isMessage(reply, ProbeResponseSchema) && Buffer.from(reply.body).toString()).toBe('hi');
});

test('server stream yields the messages in order', async () => {
  const bodies: string[] = [];
  for await (const { body } of stub.serverStream(create(ProbeRequestSchema))) {
    bodies.push(Buffer.from(body).toString());
  }
  expect(bodies).toEqual(['one', 'two']);
});

test('client stream counts what was written', async () => {
  const reply = new Promise((resolve, reject) => {
    const call = stub.clientStream(none, {}, (error, value) =>
      error ? reject(error) : resolve(value),
    );
    for (const body of ['a', 'b', 'c']) call.write(create(ProbeRequestSchema, text(body)));
    call.end();
  });
  expect(isMessage(await reply, ProbeResponseSchema)).toBe(true);
  expect(JSON.stringify(await reply)).toContain(JSON.stringify(Buffer.from('3')));
});

test('bidi stream goes both ways', async () => {
  const call = stub.bidiStream();
  call.write(create(ProbeRequestSchema, text('ping')));
  call.end();
  const bodies: string[] = [];
  for await (const { body } of call) bodies.push(Buffer.from(body).toString());
  expect(bodies).toEqual(['ping']);
});

test('status details are read as they were written', () => {
  const detail = { typeUrl: 'type.googleapis.com/a.B', value: new Uint8Array([8, 1]) };
  const bytes = encodeStatus(9, 'no', [{ $typeName: 'google.protobuf.Any', ...detail }]);
  expect(bytes.subarray(0, 6).toString('hex')).toBe('080912026e6f');
  const [read] = decodeDetails(bytes);
  expect(read?.typeUrl).toBe(detail.typeUrl);
  expect([...(read?.value ?? [])]).toEqual([8, 1]);
});
