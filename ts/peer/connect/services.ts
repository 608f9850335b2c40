/** Services puts all that a listener serves on a Connect router. */
import type { ConnectRouter } from '@connectrpc/connect';
import { type HealthSwitch, registerHealth } from '../../connect/health.ts';
import { official } from '../../connect/official.ts';
import { registerReflection } from '../../connect/reflection.ts';
import { orders, payloads, subjects, users } from '../../connect/services.ts';
import { Payloads } from '../../gen/crosswire/payload/v1/payload_pb.js';
import type { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { Probe } from '../../gen/crosswire/probe/v1/probe_pb.js';
import { TestService } from '../../gen/official/testing/test_pb.js';
import { OrderHandler } from '../../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../../gen/subjects/subjects_pb.js';
import { MyService } from '../../gen/users/users_pb.js';
import type { Shared } from '../library.ts';
import { served, services } from '../methods.ts';
import { timed } from './observe.ts';
import { type OpenUnder, probe } from './probe.ts';

/** register answers the switch of the health service. */
export function register(
  router: ConnectRouter,
  { signals, greeting }: Shared,
  openUnder: OpenUnder,
  compression: Compression,
): HealthSwitch {
  router.service(Probe, timed<typeof Probe>(probe(signals, openUnder, compression)));
  router.service(Payloads, timed<typeof Payloads>(payloads));
  router.service(TestService, timed<typeof TestService>(official));
  router.service(MyService, timed<typeof MyService>(users));
  router.service(SimpleRpcServer, timed<typeof SimpleRpcServer>(subjects));
  router.service(OrderHandler, timed<typeof OrderHandler>(orders(greeting)));
  registerReflection(router, served);
  return registerHealth(router, services);
}
