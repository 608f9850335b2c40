/** Services binds the given services, and Payloads, to Connect, in its own idiom: promises and generators. */
import { Code, ConnectError, type ServiceImpl } from '@connectrpc/connect';
import type { Payloads } from '../gen/crosswire/payload/v1/payload_pb.js';
import type { OrderHandler } from '../gen/order/orders_pb.js';
import type { QuestionType, SimpleRpcServer, Subject } from '../gen/subjects/subjects_pb.js';
import type { MyService } from '../gen/users/users_pb.js';
import { createOrder, Greeting } from '../services/orders.ts';
import { findQuestionTypes, UnknownSubject } from '../services/subjects.ts';
import { findUsers } from '../services/users.ts';

/** users answers from the table of users. */
export const users: ServiceImpl<typeof MyService> = {
  health: () => ({}),
  user: (request) => findUsers(request.userIDs),
};

/** subjects streams a subject's question types. */
export const subjects: ServiceImpl<typeof SimpleRpcServer> = {
  async *getSubjectQuestionTypes(subject: Subject): AsyncGenerator<QuestionType> {
    try {
      yield* findQuestionTypes(subject.name);
    } catch (error) {
      if (error instanceof UnknownSubject) throw new ConnectError(error.message, Code.NotFound);
      throw error;
    }
  },
};

/** orders takes orders. The RPC keeps its snake_case name in TypeScript too. */
export function orders(greeting = new Greeting()): ServiceImpl<typeof OrderHandler> {
  return { create_order: (request) => createOrder(request, greeting) };
}

/** payloads sends back what was understood. */
export const payloads: ServiceImpl<typeof Payloads> = {
  echo: (request) => request,
  peek: (request) => request,
};
