/** Methods is the table of every RPC that a peer knows, made from the generated descriptors. */
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { Payloads } from '../gen/crosswire/payload/v1/payload_pb.js';
import { Probe } from '../gen/crosswire/probe/v1/probe_pb.js';
import { Health } from '../gen/grpc/health/v1/health_pb.js';
import { ServerReflection as ReflectionV1 } from '../gen/grpc/reflection/v1/reflection_pb.js';
import { ServerReflection as ReflectionV1Alpha } from '../gen/grpc/reflection/v1alpha/reflection_pb.js';
import { TestService, UnimplementedService } from '../gen/official/testing/test_pb.js';
import { OrderHandler } from '../gen/order/orders_pb.js';
import { SimpleRpcServer } from '../gen/subjects/subjects_pb.js';
import { MyService } from '../gen/users/users_pb.js';

/** services are those that every listener serves, besides health and reflection. */
export const services: readonly DescService[] = [
  ...[Probe, Payloads, TestService],
  ...[MyService, SimpleRpcServer, OrderHandler],
];

/** served are all that a listener serves, as reflection lists them. */
export const served: readonly DescService[] = [
  ...services,
  ...[Health, ReflectionV1, ReflectionV1Alpha],
];

/** UnimplementedService is called, and never served. */
const table = new Map(
  [...served, UnimplementedService].flatMap((service) =>
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
