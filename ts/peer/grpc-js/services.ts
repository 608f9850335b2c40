/** Services puts all that a listener serves on a grpc-js server. */
import type * as grpc from '@grpc/grpc-js';
import { Payloads } from '../../gen/crosswire/payload/v1/payload_pb.js';
import { Probe } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { TestService } from '../../gen/official/testing/test_pb.js';
import { OrderHandler } from '../../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../../gen/subjects/subjects_pb.js';
import { MyService } from '../../gen/users/users_pb.js';
import { official } from '../../grpc-js/official.ts';
import { addReflection } from '../../grpc-js/reflection.ts';
import { addHealth, addService, type HealthSwitch } from '../../grpc-js/server.ts';
import { orders, payloads, subjects, users } from '../../grpc-js/services.ts';
import type { Shared } from '../library.ts';
import { served, services } from '../methods.ts';
import { type OpenUnder, probe } from './probe.ts';

/** addServices answers the switch of the health service. */
export function addServices(
  server: grpc.Server,
  { signals, greeting }: Shared,
  openUnder: OpenUnder,
): HealthSwitch {
  addService(server, Probe, probe(signals, openUnder));
  addService(server, Payloads, payloads);
  addService(server, TestService, official);
  addService(server, MyService, users);
  addService(server, SimpleRpcServer, subjects);
  addService(server, OrderHandler, orders(greeting));
  addReflection(server, served);
  return addHealth(server, services);
}
