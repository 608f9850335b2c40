import { Health } from '../../contract/generated.ts';
import { single, suite } from '../define.ts';
import { watches } from './watch.ts';

const SOURCE = 'gRPC Health Checking Protocol (grpc/grpc doc/health-checking.md)';

const SERVICES = ['', 'MyService', 'SimpleRpcServer', 'order.OrderHandler'] as const;

/** grpc.health.v1.Health: the server as a whole, each service, one that isn't there. */
export const health = suite('health', [
  ...SERVICES.map((service) =>
    single(
      service === '' ? 'The server as a whole is SERVING' : `${service} is SERVING`,
      Health.method.check,
      { service },
      {
        id: `check/${service === '' ? 'server' : service}`,
        source: SOURCE,
        expect: { code: 'OK', messages: [{ json: { status: 'SERVING' } }] },
      },
      service === '' ? {} : { service },
    ),
  ),
  single(
    'A service that is not there is NOT_FOUND',
    Health.method.check,
    { service: 'no.such.Service' },
    {
      id: 'check/unknown-service',
      source: SOURCE,
      expect: { code: 'NOT_FOUND', messages: [] },
    },
    { service: 'no.such.Service' },
  ),
  ...watches,
]);
