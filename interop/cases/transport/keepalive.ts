import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { Stage } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { ENDLESS } from './endless.ts';

/** Connections that are dead without a word: nothing passes any more, and nothing is closed. */

const SOURCE =
  'grpc/grpc doc/keepalive.md: a PING that is not answered in time closes the connection; statuscodes.md: UNAVAILABLE';

/** grpc-go pings no sooner. */
const CLIENT_TIME_MS = 10_000;
const SERVER_TIME_MS = 1_000;
const TIMEOUT_MS = 1_000;
const ENTERED_MS = 15_000;
const NOTICED_MS = 20_000;
/** Beyond which nothing but its deadline would end the call. */
const DEADLINE_MS = 28_000;

const every = (ms: number) => ({
  time: durationFromMs(ms),
  timeout: durationFromMs(TIMEOUT_MS),
  permitWithoutCalls: true,
});

async function throughRelay(stage: Stage, sides: { client?: number; server?: number }) {
  const { client: clientMs, server: serverMs } = sides;
  const server = await stage.server(serverMs === undefined ? {} : { keepalive: every(serverMs) });
  const relay = await stage.relay(server.address);
  const channel = clientMs === undefined ? {} : { channel: { keepalive: every(clientMs) } };
  const client = stage.client({ target: relay.address, timeoutMs: DEADLINE_MS, ...channel });
  const call = client.open(ENDLESS);
  const entered = async () => (await server.observe(call.callId, 0)).length > 0;
  stage.holds('entered', 'in time', 'late', await stage.until(entered, ENTERED_MS));
  await relay.pause();
  return { server, relay, call };
}

async function deadServer(stage: Stage): Promise<void> {
  const { relay, call } = await throughRelay(stage, { client: CLIENT_TIME_MS });
  const { code } = await call.ended;
  stage.check('code', 'UNAVAILABLE', code);
  await relay.resume();
}

async function deadClient(stage: Stage): Promise<void> {
  const { server, relay, call } = await throughRelay(stage, { server: SERVER_TIME_MS });
  const [hop] = await server.observe(call.callId, NOTICED_MS);
  stage.check('settled', 'true', String(hop?.settled ?? false));
  stage.check('cancelled', 'true', String(hop?.cancelled ?? false));
  await relay.resume();
  await call.ended;
}

const STREAMS = ['client.server-stream', 'server.server-stream'];

/** What PINGs are for. */
export const keepalives: readonly ScenarioInit[] = [
  {
    id: 'keepalive/dead-server',
    title: 'A client that pings notices that its server is gone, and ends the call',
    source: SOURCE,
    tier: 'each-peer',
    dear: true,
    needs: [...STREAMS, 'client.keepalive'],
    services: ['haproxy'],
    scenario: deadServer,
  },
  {
    id: 'keepalive/dead-client',
    title: 'A server that pings notices that its client is gone, and cancels the call',
    source: SOURCE,
    tier: 'each-peer',
    dear: true,
    needs: [...STREAMS, 'server.keepalive'],
    services: ['haproxy'],
    scenario: deadClient,
  },
];
