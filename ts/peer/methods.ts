/** Methods is the table of every RPC that a peer knows, made from the generated descriptors. */
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { Health } from '../gen/grpc/health/v1/health_pb.js';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService } from '../gen/users/users_pb.js';

/** services are those that every listener serves, besides health. */
export const services: readonly DescService[] = [Probe, MyService, SimpleRpcServer, OrderHandler];

const table = new Map(
  [...services, Health].flatMap((service) =>
    service.methods.map((method) => [pathOf(method), method] as const),
  ),
);

/** pathOf is the RPC's path on the wire. */
export function pathOf(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}

/** methodAt finds an RPC by its path. */
export function methodAt(path: string): DescMethod | undefined {
  return table.get(path);
}

/** isProbe says whether an RPC can carry a server plan. */
export function isProbe(method: DescMethod): boolean {
  return method.parent === Probe;
}

/** sendsMany says whether the client may send other than one message. */
export function sendsMany(method: DescMethod): boolean {
  return method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming';
}
