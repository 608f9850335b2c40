import type { PlanCase } from '../contract/case.ts';
import type { Cell } from '../contract/vocabulary.ts';
import type { Route } from '../contract/wire.ts';
import type { Keys } from './keys.ts';
import { PROXY_NAME, type Services } from './services.ts';
import type { Live } from './session.ts';

/** Where the client of a case dials: the server itself, or the proxy that the case has between them. */
export async function routeOf(
  { through }: PlanCase,
  cell: Cell,
  server: Live,
  services: Services | undefined,
  keys: Keys,
): Promise<Route> {
  const target = server.targets.get(cell.transport) ?? '';
  if (through === undefined || services === undefined) {
    const tls = await keys.ofClient(cell.transport);
    return tls === undefined ? { target } : { target, tls };
  }
  const proxy = await services.proxyBefore(through.proxy, target);
  if (through.front === 'h2c') return { target: proxy.h2c };
  return { target: proxy.tls, tls: { serverCaPem: proxy.caPem, serverName: PROXY_NAME } };
}
