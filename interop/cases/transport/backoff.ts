import type { RawScript, Stage } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { ANSWER, kindOf, serving } from '../raw/bad-server/parts.ts';
import { wire } from '../raw/script.ts';

/** How often a client tries a server that takes no connection. */

const BACKOFF = 'grpc/grpc doc/connection-backoff.md';
const WAITING = 'grpc/grpc doc/wait-for-ready.md';
const UNARY = { method: kindOf('unary').method, steps: [step.sendBody(3)] };

/** A connection that ends before it has begun: no handshake was ever completed. */
const CLOSED: RawScript = { notHttp2: true, noPreface: true, steps: [wire.close()] };

const CALLS = 20;
/** INITIAL_BACKOFF, MULTIPLIER, and JITTER at its shortest. */
const BACKOFF_MS = 1_000;
const GROWS = 1.6;
const JITTER = 0.8;

/** How many tries there may have been in this time: a first, one more after each backoff, and one that is under way. */
function mostIn(ms: number): number {
  let [tries, next] = [2, BACKOFF_MS * JITTER];
  for (let left = ms - next; left >= 0; left -= next) {
    tries += 1;
    next *= GROWS;
  }
  return tries;
}

async function backsOff(stage: Stage): Promise<void> {
  const server = await stage.raw([CLOSED]);
  const client = stage.client({ target: server.address });
  const began = stage.now();
  const seen = await client.calls(CALLS, { plan: UNARY });
  stage.check('answered', '0', String(seen.filter(({ code }) => code === 'OK').length));
  const tries = Number((await server.facts()).connections ?? 0);
  const most = mostIn(stage.now() - began);
  const told = tries < CALLS ? String(tries) : 'one a call';
  stage.holds('connections', `1 to ${most}`, told, tries >= 1 && tries <= most);
}

const WAIT_MS = 20_000;

async function waitsThrough(stage: Stage): Promise<void> {
  const server = await stage.raw([CLOSED, CLOSED, serving(ANSWER)]);
  const channel = { waitForReady: true };
  const client = stage.client({ target: server.address, channel, timeoutMs: WAIT_MS });
  stage.check('code', 'OK', (await client.call(UNARY)).code);
  stage.check('connections', '3', (await server.facts()).connections ?? 'none');
}

/** Connections that are tried again. */
export const backoffs: readonly ScenarioInit[] = [
  {
    id: 'reconnect/backs-off',
    title: 'Calls to a server that takes no connection fail, and not each of them tries again',
    source: `${BACKOFF}: a connection that fails is not retried immediately, but with an exponential backoff from 1 s on; ${WAITING}: meanwhile calls fail`,
    tier: 'raw-server',
    needs: ['client.unary'],
    services: [],
    scenario: backsOff,
  },
  {
    id: 'wait-for-ready/third-try',
    title:
      'A call that waits for its server is served once a connection succeeds, at the third try',
    source: `${WAITING}; ${BACKOFF}: 1 s, then 1.6 s`,
    tier: 'raw-server',
    needs: ['client.unary', 'client.wait-for-ready'],
    services: [],
    scenario: waitsThrough,
  },
];
