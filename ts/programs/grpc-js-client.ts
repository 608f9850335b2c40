/** The three clients on grpc-js. */
import { create, type DescService } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import { type JSONResponse, OrderHandler, type OrderRequest } from '../gen/order/orders_pb.js';
import { SimpleRpcServer, SubjectSchema } from '../gen/subjects/subjects_pb.js';
import { MyService, type User, type UserReply, UserReqSchema } from '../gen/users/users_pb.js';
import { createStub, type Stub } from '../grpc-js/adapter.ts';
import { RpcFailure } from './failure.ts';

const callMs = 1_000;

/** fetchUsers waits for the connection, asks for the server's health, then for the users. */
export async function fetchUsers(
  address: string,
  ids: number[],
  connectMs: number,
): Promise<User[]> {
  return using(MyService, address, async (stub) => {
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
  address: string,
  subject: string,
  onName: (name: string) => void,
): Promise<void> {
  await using(SimpleRpcServer, address, async (stub) => {
    const types = stub.getSubjectQuestionTypes(create(SubjectSchema, { name: subject }));
    for await (const { name } of types) onName(name);
  });
}

/** placeOrder answers the JSON text of the reply. */
export async function placeOrder(address: string, order: OrderRequest): Promise<string> {
  return using(OrderHandler, address, async (stub) => {
    const none = new grpc.Metadata();
    const reply = await answered<JSONResponse>((done) => stub.create_order(order, none, {}, done));
    return reply.rstString;
  });
}

/** using closes the stub after the work, and tells its errors the way all programs do. */
async function using<S extends DescService, T>(
  service: S,
  address: string,
  work: (stub: Stub<S>) => Promise<T>,
): Promise<T> {
  const stub = createStub(service, address);
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
