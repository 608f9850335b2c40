import type { Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';

const SOURCE =
  'statuscodes.md, UNAVAILABLE: a connection that never comes to be; nothing of a call that was not understood reaches a handler';

/** A client without TLS before a server with it: what it gets is no HTTP/2. */
async function plainToTls(stage: Stage): Promise<void> {
  const server = await stage.server({ transport: 'tls' });
  const client = stage.client({ target: server.address, timeoutMs: 20_000 });
  const { code, server: served } = await client.call();
  stage.check('code', 'UNAVAILABLE', code);
  stage.check('served by', 'nobody', served ?? 'nobody');
}

async function tlsToPlain(stage: Stage): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address, dial: {}, timeoutMs: 20_000 });
  const { code, server: served } = await client.call();
  stage.check('code', 'UNAVAILABLE', code);
  stage.check('served by', 'nobody', served ?? 'nobody');
}

/** Sides that do not speak the same. */
export const strangers: readonly ScenarioInit[] = [
  {
    id: 'tls/plain-client',
    title: 'A client without TLS is UNAVAILABLE before a server with it',
    source: SOURCE,
    tier: 'each-peer',
    services: [],
    scenario: plainToTls,
  },
  {
    id: 'tls/plain-server',
    title: 'A client with TLS is UNAVAILABLE before a server without it',
    source: SOURCE,
    tier: 'each-peer',
    services: [],
    scenario: tlsToPlain,
  },
];
