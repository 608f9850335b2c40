import { createRegistry, type DescMessage, type DescMethod } from '@bufbuild/protobuf';
import {
  Health,
  MyService,
  OrderHandler,
  Payloads,
  Probe,
  ServerReflection,
  ServerReflectionV1Alpha,
  SimpleRpcServer,
  TestService,
} from '../contract/generated.ts';

const SERVICES = [
  ...[Probe, Payloads, MyService, SimpleRpcServer, OrderHandler, TestService],
  ...[Health, ServerReflection, ServerReflectionV1Alpha],
];

const METHODS: ReadonlyMap<string, DescMethod> = new Map(
  SERVICES.flatMap((service) =>
    service.methods.map((method) => [`/${service.typeName}/${method.name}`, method] as const),
  ),
);

/** What a message may have inside as an Any. */
export const REGISTRY = createRegistry(
  ...SERVICES.flatMap(({ file }) => [file, ...file.dependencies]),
);

/** The message that a call of this path carries in a direction; undefined for a method that no service has. */
export function messageOf(path: string, toServer: boolean): DescMessage | undefined {
  const method = METHODS.get(path);
  return toServer ? method?.input : method?.output;
}
