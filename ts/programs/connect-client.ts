/** The three clients on Connect. */
import type { DescService } from '@bufbuild/protobuf';
import {
  type Client,
  Code,
  ConnectError,
  createClient,
  createContextValues,
} from '@connectrpc/connect';
import { OrderHandler, type OrderRequest } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService, type User } from '../gen/users/users_pb.js';
import { type Channel, open, serverKey } from './connect-channel.ts';
import { RpcFailure } from './failure.ts';
import type { SubjectsClient } from './watch-subject.ts';
import type { Where } from './where.ts';

const callMs = 1_000;

/** fetchUsers waits for the connection, asks for the server's health, then for the users. */
export async function fetchUsers(where: Where, ids: number[], connectMs: number): Promise<User[]> {
  return using(MyService, where, async (client, channel) => {
    await channel.connected(connectMs);
    await client.health({}, { timeoutMs: callMs });
    return (await client.user({ userIDs: ids }, { timeoutMs: callMs })).data;
  });
}

/** streamQuestionTypes hands each name on as it comes. */
export async function streamQuestionTypes(
  where: Where,
  subject: string,
  onName: (name: string) => void,
): Promise<void> {
  await using(SimpleRpcServer, where, async (client) => {
    const types = client.getSubjectQuestionTypes({ name: subject });
    for await (const { name } of types) onName(name);
  });
}

/** openSubjects keeps its channel, so that each call may go to another server. */
export function openSubjects(where: Where): SubjectsClient {
  const channel = open(where);
  const client = createClient(SimpleRpcServer, channel.transport);
  return {
    async list(name) {
      const contextValues = createContextValues();
      const types = client.getSubjectQuestionTypes({ name }, { timeoutMs: callMs, contextValues });
      const names: string[] = [];
      try {
        for await (const type of types) names.push(type.name);
      } catch (error) {
        throw failureOf(error);
      }
      return { server: contextValues.get(serverKey), names };
    },
    close: () => channel.close(),
  };
}

/** placeOrder answers the JSON text of the reply. */
export async function placeOrder(where: Where, order: OrderRequest): Promise<string> {
  return using(OrderHandler, where, async (client) => {
    return (await client.create_order(order)).rstString;
  });
}

/** using closes the connection after the work, and tells errors the way all programs do. */
async function using<S extends DescService, T>(
  service: S,
  where: Where,
  work: (client: Client<S>, channel: Channel) => Promise<T>,
): Promise<T> {
  const channel = open(where);
  try {
    return await work(createClient(service, channel.transport), channel);
  } catch (error) {
    throw failureOf(error);
  } finally {
    channel.close();
  }
}

/** "NotFound" is NOT_FOUND in the other libraries, and Canceled is spelt CANCELLED. */
function failureOf(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  if (error.code === Code.Canceled) return new RpcFailure('CANCELLED', error.rawMessage);
  const code = Code[error.code].replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return new RpcFailure(code, error.rawMessage);
}
