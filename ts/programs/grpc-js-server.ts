/** The three servers on grpc-js. */
import type { DescService } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService } from '../gen/users/users_pb.js';
import type { Handlers } from '../grpc-js/adapter.ts';
import { addHealth, addService, bind, shutdown } from '../grpc-js/server.ts';
import { orders, subjects, users } from '../grpc-js/services.ts';
import type { Greeting } from '../services/orders.ts';
import type { RunningServer } from './running-server.ts';

export const startUsers = (address: string) => start(MyService, users, address);
export const startSubjects = (address: string) => start(SimpleRpcServer, subjects, address);
export const startOrders = (address: string, greeting: Greeting) =>
  start(OrderHandler, orders(greeting), address);

async function start<S extends DescService>(
  service: S,
  handlers: Handlers<S>,
  address: string,
): Promise<RunningServer> {
  const server = new grpc.Server();
  addService(server, service, handlers);
  addHealth(server, [service]);
  const port = await bind(server, address);
  return { port, stop: (graceMs) => shutdown(server, graceMs) };
}
