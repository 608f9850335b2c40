/**
 * Health answers grpc.health.v1 on a Connect router: Connect for Node has no package for it.
 * https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
import { EventEmitter, on, once } from 'node:events';
import type { DescService } from '@bufbuild/protobuf';
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from '@connectrpc/connect';
import {
  Health,
  type HealthCheckRequest,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../gen/grpc/health/v1/health_pb.js';

/** HealthSwitch changes what grpc.health.v1 says of a server, for every service. */
export type HealthSwitch = (serving: boolean) => void;

/** registerHealth answers SERVING for the server as a whole and for each service named, until switched. */
export function registerHealth(
  router: ConnectRouter,
  services: readonly DescService[],
): HealthSwitch {
  const names = new Set(['', ...services.map((service) => service.typeName)]);
  const state = new HealthState();
  router.service(Health, {
    check({ service }: HealthCheckRequest) {
      if (names.has(service)) return { status: state.status };
      throw new ConnectError(`unknown service: ${service}`, Code.NotFound);
    },
    async *watch({ service }: HealthCheckRequest, { signal }: HandlerContext) {
      const statuses = names.has(service) ? state.watch(signal) : unknown(signal);
      for await (const status of statuses) yield { status };
    },
  });
  return (serving) => state.set(serving);
}

class HealthState {
  status = ServingStatus.SERVING;
  readonly #changes = new EventEmitter().setMaxListeners(0);

  set(serving: boolean): void {
    const status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    if (status === this.status) return;
    this.status = status;
    this.#changes.emit('change', status);
  }

  /** watch yields the status now and every other that follows, until the watcher leaves. */
  async *watch(signal: AbortSignal): AsyncGenerator<ServingStatus> {
    try {
      const changes = on(this.#changes, 'change', { signal });
      yield this.status;
      for await (const [status] of changes) yield status;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

async function* unknown(signal: AbortSignal): AsyncGenerator<ServingStatus> {
  yield ServingStatus.SERVICE_UNKNOWN;
  if (!signal.aborted) await once(signal, 'abort');
}
