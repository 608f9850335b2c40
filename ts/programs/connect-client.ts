/** The three clients on Connect. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DescService } from '@bufbuild/protobuf';
import { type Client, Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { OrderHandler, type OrderRequest } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService, type User } from '../gen/users/users_pb.js';
import { RpcFailure } from './failure.ts';

const callMs = 1_000;
const dialAgainMs = 100;

/** fetchUsers waits for the connection, asks for the server's health, then for the users. */
export async function fetchUsers(
  address: string,
  ids: number[],
  connectMs: number,
): Promise<User[]> {
  return using(MyService, address, async (client, session) => {
    await connected(session, connectMs);
    await client.health({}, { timeoutMs: callMs });
    return (await client.user({ userIDs: ids }, { timeoutMs: callMs })).data;
  });
}

/** streamQuestionTypes hands each name on as it comes. */
export async function streamQuestionTypes(
  address: string,
  subject: string,
  onName: (name: string) => void,
): Promise<void> {
  await using(SimpleRpcServer, address, async (client) => {
    const types = client.getSubjectQuestionTypes({ name: subject });
    for await (const { name } of types) onName(name);
  });
}

/** placeOrder answers the JSON text of the reply. */
export async function placeOrder(address: string, order: OrderRequest): Promise<string> {
  return using(OrderHandler, address, async (client) => {
    return (await client.create_order(order)).rstString;
  });
}

/** using closes the connection after the work, and tells errors the way all programs do. */
async function using<S extends DescService, T>(
  service: S,
  address: string,
  work: (client: Client<S>, session: Http2SessionManager) => Promise<T>,
): Promise<T> {
  const baseUrl = `http://${address}`;
  const sessionManager = new Http2SessionManager(baseUrl);
  const transport = createGrpcTransport({ baseUrl, sessionManager });
  try {
    return await work(createClient(service, transport), sessionManager);
  } catch (error) {
    throw error instanceof ConnectError ? failureOf(error) : error;
  } finally {
    sessionManager.abort();
  }
}

/** connected dials until it succeeds: Connect itself tries once. */
async function connected(session: Http2SessionManager, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while ((await session.connect()) === 'error') {
    if (performance.now() > deadline) throw ConnectError.from(session.error(), Code.Unavailable);
    await sleep(dialAgainMs);
  }
}

/** "NotFound" is NOT_FOUND in the other libraries, and Canceled is spelt CANCELLED. */
function failureOf(error: ConnectError): RpcFailure {
  if (error.code === Code.Canceled) return new RpcFailure('CANCELLED', error.rawMessage);
  const code = Code[error.code].replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return new RpcFailure(code, error.rawMessage);
}
