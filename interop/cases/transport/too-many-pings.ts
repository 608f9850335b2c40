import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { ERROR_CODES, TYPE } from '../../contract/http2.ts';
import type { Seen, Stage } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { ANSWER, kindOf, part, serving } from '../raw/bad-server/parts.ts';
import { CONNECTION, type RawStep, wire } from '../raw/script.ts';

/** What a client makes of a server that has had too many of its PINGs. */

const A8 = 'gRFC A8, "Basic Keepalive"';
const CODE =
  'gRPC over HTTP/2, "Errors": ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED; "Connection failure": UNAVAILABLE; gRFC A8, "Server Enforcement"';
const CODES = ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'];
const UNARY = { method: kindOf('unary').method, steps: [step.sendBody(3)] };

/** GOAWAY(ENHANCE_YOUR_CALM) after the first stream, as A8 has it. */
function tooMany(): RawStep {
  const numbers = Buffer.from([0, 0, 0, 1, 0, 0, 0, ERROR_CODES.indexOf('ENHANCE_YOUR_CALM')]);
  const payload = Buffer.concat([numbers, Buffer.from('too_many_pings')]);
  return wire.frame(TYPE.GOAWAY, CONNECTION, { payload });
}

/** The end of a connection as A8 has it, in the middle of a call. */
const CALMED = [tooMany(), wire.close()];

function endedBy(stage: Stage, { code }: Seen): void {
  stage.holds('call under way', CODES.join(' or '), code, CODES.includes(code));
}

async function goesOn(stage: Stage): Promise<void> {
  const server = await stage.raw([serving([part.headers, ...CALMED]), serving(ANSWER)]);
  const client = stage.client({ target: server.address });
  endedBy(stage, await client.call(UNARY));
  stage.check('second call', 'OK', (await client.call(UNARY)).code);
  stage.check('third call', 'OK', (await client.call(UNARY)).code);
  stage.check('connections', '2', (await server.facts()).connections ?? 'none');
}

/** The least that all libraries take. */
const PING_MS = 10_000;
/** Between that and twice that. */
const WITHIN_MS = 15_000;
const DEADLINE_MS = 30_000;

/** What a call tells that is ended by the first PING, or after this time. */
function toldBy({ startedMs, endedMs }: Seen): string {
  return endedMs - startedMs < WITHIN_MS ? 'a PING' : 'none within 15 s';
}

async function doubles(stage: Stage): Promise<void> {
  const aPing = wire.awaitFrames(TYPE.PING, 1, CONNECTION, WITHIN_MS);
  const server = await stage.raw([serving([aPing, ...CALMED]), serving([aPing, ...ANSWER])]);
  const keepalive = { time: durationFromMs(PING_MS), timeout: durationFromMs(PING_MS) };
  const client = stage.client({
    ...{ target: server.address, timeoutMs: DEADLINE_MS },
    channel: { keepalive },
  });
  const first = await client.call(UNARY);
  endedBy(stage, first);
  stage.check('first connection', 'a PING', toldBy(first));
  const second = await client.call(UNARY);
  stage.check('second call', 'OK', second.code);
  stage.check('second connection', 'none within 15 s', toldBy(second));
}

/** GOAWAY(ENHANCE_YOUR_CALM), "too_many_pings". */
export const toldOff: readonly ScenarioInit[] = [
  {
    id: 'pings/told/goes-on',
    title:
      'A call under way when the server has had too many PINGs fails, and the next go over a new connection',
    source: CODE,
    tier: 'raw-server',
    needs: ['client.unary'],
    services: [],
    scenario: goesOn,
  },
  {
    id: 'pings/told/doubles',
    title: 'A client that is told of too many PINGs waits twice as long on its next connection',
    source: `${A8}: it should "double the configure KEEPALIVE_TIME used for new connections on that channel"`,
    tier: 'raw-server',
    dear: true,
    needs: ['client.unary', 'client.keepalive'],
    services: [],
    scenario: doubles,
  },
];
