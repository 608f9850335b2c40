import type { Stage, StageClient, StageServer } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { ENDLESS } from './endless.ts';

/** Servers that are not there, go away, die, and come again. */

const STATUS = 'statuscodes.md';
const WAITING = 'grpc/grpc doc/wait-for-ready.md';
const BREAKS = `${STATUS}: "Some data transmitted (e.g., request metadata written to TCP connection) before connection breaks" is UNAVAILABLE`;

const SOON_MS = 500;
const ENTERED_MS = 5_000;
/** As long as a client may back off before it tries again (grpc/grpc doc/connection-backoff.md). */
const BACK_MS = 25_000;
const HELD_CALLS = 3;
/**
 * A container's address goes with its server, and then no RST says that nobody is there: clients give a connection up
 * after 20 s (connection-backoff.md, MIN_CONNECT_TIMEOUT), and a deadline must not come before that.
 */
const GONE_MS = 28_000;

/** Ports that no system gives out by itself (Linux: ip_local_port_range), a new one each time. */
const OWN_PORTS = { first: 20_000, count: 12_000 };
let ports = Math.floor(Math.random() * OWN_PORTS.count);

/** An address where a server was, and where no other one comes by chance. */
async function deadAddress(stage: Stage): Promise<string> {
  ports += 1;
  const server = await stage.server({ port: OWN_PORTS.first + (ports % OWN_PORTS.count) });
  await server.leave(0);
  return server.address;
}

async function deadPort(stage: Stage): Promise<void> {
  const client = stage.client({ target: await deadAddress(stage) });
  stage.check('first call', 'UNAVAILABLE', (await client.call()).code);
  stage.check('second call', 'UNAVAILABLE', (await client.call()).code);
}

async function waitingInVain(stage: Stage): Promise<void> {
  const target = await deadAddress(stage);
  const channel = { waitForReady: true };
  const client = stage.client({ target, channel, timeoutMs: SOON_MS });
  stage.check('code', 'DEADLINE_EXCEEDED', (await client.call()).code);
}

/** The call is on its way before the server is there. */
async function waited(stage: Stage): Promise<void> {
  const target = await deadAddress(stage);
  const channel = { waitForReady: true };
  const client = stage.client({ target, channel, timeoutMs: BACK_MS });
  const { ended } = client.open();
  await stage.sleep(SOON_MS);
  const server = await stage.server({ again: target });
  const { code, server: served } = await ended;
  stage.check('code', 'OK', code);
  stage.check('served by', server.name, served ?? 'nobody');
}

async function again(stage: Stage): Promise<void> {
  const first = await stage.server();
  const client = stage.client({ target: first.address });
  stage.check('before', 'OK', (await client.call()).code);
  await first.leave(0);
  const second = await stage.server({ again: first.address });
  const missing = await client.reach([second], BACK_MS);
  stage.check('not reached again', '', missing.join(', '));
}

/** Begins a call that does not end, and waits until its handler has it. */
async function underWay(stage: Stage, client: StageClient, server: StageServer) {
  const call = client.open(ENDLESS);
  const entered = async () => (await server.observe(call.callId, 0)).length > 0;
  stage.holds('entered', 'in time', 'late', await stage.until(entered, ENTERED_MS));
  return call;
}

async function dies(stage: Stage): Promise<void> {
  const server = await stage.server({ apart: true });
  const client = stage.client({ target: server.address, timeoutMs: GONE_MS });
  const call = await underWay(stage, client, server);
  await server.kill();
  stage.check('call under way', 'UNAVAILABLE', (await call.ended).code);
  stage.check('call after it', 'UNAVAILABLE', (await client.call()).code);
}

/** A server that leaves as planned lets calls end. */
async function drains(stage: Stage): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const calls = await Promise.all(Array.from({ length: HELD_CALLS }, () => client.hold()));
  const held = calls.filter((one) => one !== undefined);
  stage.check('under way', String(HELD_CALLS), String(held.length));
  const left = server.leave(0);
  await stage.sleep(SOON_MS);
  const ended = await Promise.all(held.map((one) => one.release()));
  stage.check('codes', 'OK', [...new Set(ended.map(({ code }) => code))].join(', '));
  await left;
  stage.check('call after it', 'UNAVAILABLE', (await client.call()).code);
}

const UNDER_LOAD = 4;
const CALLED_MS = 10_000;

/** Calls go on and on while a server leaves as planned: what it has begun, it ends. */
async function drainsUnderLoad(stage: Stage): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  stage.check('before', 'OK', (await client.call()).code);
  const load = client.load({ atOnce: UNDER_LOAD, pauseMs: 50 });
  const other = stage.client({ target: server.address });
  const held = await other.hold(CALLED_MS);
  if (held === undefined) stage.fail('held', 'in its handler', 'nowhere');
  const left = server.leave(0);
  stage.check('held', 'OK', (await held.release()).code);
  await left;
  const made = [...(await load.stop()), await client.call()];
  const had = await Promise.all(made.map(({ callId }) => server.observe(callId, 0)));
  const calls = made.map(({ code }, at) => ({ code, taken: had[at]?.length !== 0 }));
  const lost = calls.filter(({ code, taken }) => code !== 'OK' && taken);
  stage.check('lost', 'none', lost.map(({ code }) => code).join(', ') || 'none');
  const others = calls.filter(({ code, taken }) => !['OK', 'UNAVAILABLE'].includes(code) && !taken);
  stage.check('not taken', 'UNAVAILABLE', others[0]?.code ?? 'UNAVAILABLE');
}

function scenario(
  id: string,
  title: string,
  source: string,
  play: (stage: Stage) => Promise<void>,
  needs: readonly string[] = [],
): ScenarioInit {
  return { ...{ id, title, source, needs, services: [] }, tier: 'each-peer', scenario: play };
}

const STREAMS = ['client.server-stream', 'server.server-stream'];
const READY = ['client.wait-for-ready'];

/** What a client makes of a server's absence. */
export const comingAndGoing: readonly ScenarioInit[] = [
  scenario(
    'dead-port',
    'A call to a port where nobody listens is UNAVAILABLE at once, and so is the next one',
    `${WAITING}: by default a call fails when the channel is in TRANSIENT_FAILURE; ${STATUS}, UNAVAILABLE`,
    deadPort,
  ),
  scenario(
    'wait-for-ready/in-vain',
    'A call that waits for a server that never comes ends with its deadline',
    `${WAITING}: such calls "should" be queued until the channel is READY, or their deadline`,
    waitingInVain,
    READY,
  ),
  scenario(
    'wait-for-ready/comes',
    'A call that waits for its server is served once that is there',
    WAITING,
    waited,
    READY,
  ),
  scenario(
    'reconnect',
    'A client finds a server again that left and came back on its port',
    'grpc/grpc doc/connection-backoff.md: connections that fail are tried again',
    again,
  ),
  scenario(
    'server-dies',
    'A call whose server dies is UNAVAILABLE, and so is the next one',
    BREAKS,
    dies,
    STREAMS,
  ),
  scenario(
    'drain',
    'Calls under way when a server leaves as planned end well; those after it are UNAVAILABLE',
    'RFC 9113, 6.8: streams up to the last one that GOAWAY names are completed',
    drains,
    STREAMS,
  ),
  scenario(
    'drain-under-load',
    'Of calls that go on while a server leaves as planned none is lost that a handler has had; others are UNAVAILABLE',
    `RFC 9113, 6.8: streams up to the last one that GOAWAY names are completed; "requests sent before the client receives the server's GOAWAY" are not lost; ${STATUS}: "Server shutting down" is UNAVAILABLE`,
    drainsUnderLoad,
    STREAMS,
  ),
];
