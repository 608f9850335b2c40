/** Server starts a grpc-js server, with the standard health service on it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { DescService } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { type Handlers, serviceDefinition } from './adapter.ts';

/** addService registers a service by its descriptor; methods without a handler are UNIMPLEMENTED. */
export function addService<S extends DescService, K extends keyof Handlers<S>>(
  server: grpc.Server,
  service: S,
  handlers: Pick<Handlers<S>, K>,
): void {
  server.addService(serviceDefinition(service), handlers);
}

/** HealthSwitch changes what grpc.health.v1 says of a server, for every service. */
export type HealthSwitch = (serving: boolean) => void;

/** addHealth answers SERVING for the server as a whole and for each service named, until switched. */
export function addHealth(server: grpc.Server, services: readonly DescService[]): HealthSwitch {
  const names = ['', ...services.map((service) => service.typeName)];
  const health = new HealthImplementation();
  const set: HealthSwitch = (serving) => {
    for (const name of names) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  set(true);
  health.addToServer(server);
  return set;
}

/** bind opens the address, and answers the port that was really taken. */
export function bind(
  server: grpc.Server,
  address: string,
  credentials = grpc.ServerCredentials.createInsecure(),
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

/**
 * shutdown lets open calls finish for a while, then ends them. It doesn't wait on after that: where a
 * client hangs up as the server closes, grpc-js 1.14 may never say that it has shut down.
 */
export async function shutdown(server: grpc.Server, graceMs: number): Promise<void> {
  const over = new AbortController();
  const drained = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const late = wait(graceMs, undefined, { signal: over.signal }).then(
    () => server.forceShutdown(),
    () => undefined,
  );
  await Promise.race([drained, late]);
  over.abort();
}
