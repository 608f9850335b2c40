/** Services binds the three services to Connect, in its own idiom: promises and generators. */
import { Code, ConnectError, type ConnectRouter, type ServiceImpl } from '@connectrpc/connect';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { type QuestionType, SimpleRpcServer, type Subject } from '../gen/subjects/subjects_pb.js';
import { MyService } from '../gen/users/users_pb.js';
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

/** registerServices puts all three on a router. */
export function registerServices(router: ConnectRouter): void {
  router.service(MyService, users);
  router.service(SimpleRpcServer, subjects);
  router.service(OrderHandler, orders());
}
