/** The three clients on grpc-js. */
import { create, type DescService } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import { installDiscovery } from '../discovery/grpc-js/index.ts';
import { type JSONResponse, OrderHandler, type OrderRequest } from '../gen/order/orders_pb.js';
import { SimpleRpcServer, SubjectSchema } from '../gen/subjects/subjects_pb.js';
import { MyService, type User, type UserReply, UserReqSchema } from '../gen/users/users_pb.js';
import { createStub, type Stub } from '../grpc-js/adapter.ts';
import { RpcFailure } from './failure.ts';
import type { SubjectsClient } from './watch-subject.ts';
import { isFound, type Where } from './where.ts';

const callMs = 1_000;

/** fetchUsers waits for the connection, asks for the server's health, then for the users. */
export async function fetchUsers(where: Where, ids: number[], connectMs: number): Promise<User[]> {
  return using(MyService, where, async (stub) => {
    await connected(stub, connectMs);
    const none = new grpc.Metadata();
    await answered((done) => stub.health(create(EmptySchema), none, deadline(), done));
    const request = create(UserReqSchema, { userIDs: ids });
    const reply = await answered<UserReply>((done) => stub.user(request, none, deadline(), done));
    return reply.data;
  });
}

/** streamQuestionTypes hands each name on as it comes. */
export async function streamQuestionTypes(
  where: Where,
  subject: string,
  onName: (name: string) => void,
): Promise<void> {
  await using(SimpleRpcServer, where, async (stub) => {
    const types = stub.getSubjectQuestionTypes(create(SubjectSchema, { name: subject }));
    for await (const { name } of types) onName(name);
  });
}

/** openSubjects keeps its channel, so that each call may go to another server. */
export function openSubjects(where: Where): SubjectsClient {
  const stub = open(SimpleRpcServer, where);
  return {
    async list(name) {
      const request = create(SubjectSchema, { name });
      const types = stub.getSubjectQuestionTypes(request, new grpc.Metadata(), deadline());
      const names: string[] = [];
      try {
        for await (const type of types) names.push(type.name);
      } catch (error) {
        throw failureOf(error);
      }
      return { server: types.getPeer(), names };
    },
    close: () => stub.close(),
  };
}

/** placeOrder answers the JSON text of the reply. */
export async function placeOrder(where: Where, order: OrderRequest): Promise<string> {
  return using(OrderHandler, where, async (stub) => {
    const none = new grpc.Metadata();
    const reply = await answered<JSONResponse>((done) => stub.create_order(order, none, {}, done));
    return reply.rstString;
  });
}

/** open makes a stub of what is at an address, or of the servers that a registry knows. */
function open<S extends DescService>(service: S, where: Where): Stub<S> {
  if (!isFound(where)) return createStub(service, where.target);
  installDiscovery();
  const config = { loadBalancingConfig: [{ [where.policy]: {} }] };
  return createStub(service, where.target, grpc.credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify(config),
  });
}

/** using closes the stub after the work, and tells its errors the way all programs do. */
async function using<S extends DescService, T>(
  service: S,
  where: Where,
  work: (stub: Stub<S>) => Promise<T>,
): Promise<T> {
  const stub = open(service, where);
  try {
    return await work(stub);
  } catch (error) {
    throw failureOf(error);
  } finally {
    stub.close();
  }
}

function connected(stub: grpc.Client, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    stub.waitForReady(Date.now() + ms, (error) =>
      error ? reject(new RpcFailure('UNAVAILABLE', error.message)) : resolve(),
    );
  });
}

function deadline(): grpc.CallOptions {
  return { deadline: Date.now() + callMs };
}

/** answered turns a call with a callback into a promise. */
function answered<T>(call: (done: grpc.requestCallback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, reply) => (reply === undefined ? reject(error) : resolve(reply)));
  });
}

function failureOf(error: unknown): unknown {
  if (!isServiceError(error)) return error;
  return new RpcFailure(grpc.status[error.code] ?? `${error.code}`, error.details);
}

function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error;
}
