/** The three servers on Connect. */
import type { DescService } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';
import { splitAddress } from '../address.ts';
import { registerHealth } from '../connect/health.ts';
import { createServer, listen, shutdown } from '../connect/server.ts';
import { orders, subjects, users } from '../connect/services.ts';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService } from '../gen/users/users_pb.js';
import type { Greeting } from '../services/orders.ts';
import type { RunningServer } from './running-server.ts';

export const startUsers = (address: string) => start(MyService, users, address);
export const startSubjects = (address: string) => start(SimpleRpcServer, subjects, address);
export const startOrders = (address: string, greeting: Greeting) =>
  start(OrderHandler, orders(greeting), address);

async function start<S extends DescService>(
  service: S,
  implementation: ServiceImpl<S>,
  address: string,
): Promise<RunningServer> {
  const server = createServer({
    routes(router) {
      router.service(service, implementation);
      registerHealth(router, [service]);
    },
  });
  await listen(server, splitAddress(address));
  const bound = server.http.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return { port, stop: (graceMs) => shutdown(server, graceMs) };
}
