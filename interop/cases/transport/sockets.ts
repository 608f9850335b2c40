import type { ListenerSettings } from '../../contract/listen.ts';
import { probe } from '../bytes.ts';
import type { CaseInit } from '../define.ts';
import { KINDS, type Kind, needsOf, requests } from '../kinds.ts';

const SOURCE = 'gRPC Name Resolution (grpc/grpc doc/naming.md)';

/** One call of a kind to a listener of its own. */
function call(
  id: string,
  kind: Kind,
  title: string,
  source: string,
  listen: ListenerSettings,
): CaseInit {
  const needs = listen.transport === 'uds' ? ['transport.uds'] : [];
  return {
    id: `${id}/${kind.id}`,
    title: `A ${kind.id} call ${title} is OK`,
    source: `${SOURCE}: ${source}`,
    listen,
    needs: needsOf(kind, ...needs),
    plan: { method: kind.method, steps: [requests(kind, 1)] },
    expect: {
      code: 'OK',
      messages: [probe.response(3)],
      observed: { seen: true, messages: [probe.request(3)] },
    },
  };
}

/** Unix sockets and IPv6. */
export const sockets: readonly CaseInit[] = [0, 3]
  .flatMap((at) => KINDS.slice(at, at + 1))
  .flatMap((kind) => [
    call('uds', kind, 'over a Unix socket', '"unix:path"', { transport: 'uds' }),
    call('ipv6', kind, 'to an IPv6 address', '"[2607:f8b0:400e:c00::ef]:443"', { ipv6: true }),
  ]);
