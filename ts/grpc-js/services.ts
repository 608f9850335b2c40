/** Services binds the given services, and Payloads, to grpc-js, in its own idiom: callbacks and streams. */
import { create } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import type { Payloads } from '../gen/crosswire/payload/v1/payload_pb.js';
import type { OrderHandler } from '../gen/order/orders_pb.js';
import type { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import type { MyService } from '../gen/users/users_pb.js';
import { createOrder, Greeting } from '../services/orders.ts';
import { findQuestionTypes, UnknownSubject } from '../services/subjects.ts';
import { findUsers } from '../services/users.ts';
import type { Handlers } from './adapter.ts';

/** users answers from the table of users. */
export const users: Handlers<typeof MyService> = {
  health: (_call, callback) => callback(null, create(EmptySchema)),
  user: (call, callback) => callback(null, findUsers(call.request.userIDs)),
};

/** subjects streams a subject's question types. */
export const subjects: Handlers<typeof SimpleRpcServer> = {
  getSubjectQuestionTypes(call) {
    try {
      for (const type of findQuestionTypes(call.request.name)) call.write(type);
      call.end();
    } catch (error) {
      call.emit('error', statusOf(error));
    }
  },
};

/** orders takes orders. The RPC keeps its snake_case name in TypeScript too. */
export function orders(greeting = new Greeting()): Handlers<typeof OrderHandler> {
  return {
    create_order: (call, callback) => callback(null, createOrder(call.request, greeting)),
  };
}

/** payloads sends back what was understood. */
export const payloads: Handlers<typeof Payloads> = {
  echo: (call, callback) => callback(null, call.request),
  peek: (call, callback) => callback(null, call.request),
};

/** statusOf tells grpc-js which status an error means. */
function statusOf(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof UnknownSubject) {
    return { code: grpc.status.NOT_FOUND, details: error.message };
  }
  return { code: grpc.status.INTERNAL, details: String(error) };
}
