/**
 * Health answers grpc.health.v1 on a Connect router: Connect for Node has no package for it.
 * https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
import type { DescService } from '@bufbuild/protobuf';
import {
  Code,
  ConnectError,
  type ConnectRouter,
  type HandlerContext,
  type ServiceImpl,
} from '@connectrpc/connect';
import {
  Health,
  type HealthCheckRequest,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../gen/grpc/health/v1/health_pb.js';

/** registerHealth answers SERVING for the server as a whole and for each service named. */
export function registerHealth(router: ConnectRouter, services: readonly DescService[]): void {
  router.service(Health, health(new Set(['', ...services.map((service) => service.typeName)])));
}

function health(serving: ReadonlySet<string>): ServiceImpl<typeof Health> {
  return {
    check({ service }: HealthCheckRequest) {
      if (serving.has(service)) return { status: ServingStatus.SERVING };
      throw new ConnectError(`unknown service: ${service}`, Code.NotFound);
    },
    async *watch({ service }: HealthCheckRequest, { signal }: HandlerContext) {
      const known = serving.has(service);
      yield { status: known ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN };
      await aborted(signal);
    },
  };
}

/** aborted waits for the watcher to leave: what is served here never changes. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
