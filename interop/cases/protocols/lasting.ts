import type { Seen, Stage, StagePlan, StageServer } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { speaking } from './speaking.ts';

const [UNARY] = KINDS as readonly [Kind];

const SOURCE =
  'RFC 9112, 9.6: a server that ends a connection should send "close" in its last response, and a client that is not told may send the next request; RFC 9113, 5.1: a stream that ends leaves the connection as it is';

/**
 * Calls at once. One takes the connection, unless the client is late in giving that back to itself and
 * opens another; two take both.
 */
const ROUNDS = [1, 2, 2, 2, 2];

const ENDED = 'ended without a word';

async function lasts(stage: Stage): Promise<void> {
  const became = await whatBecame(stage);
  stage.holds('the connection', 'goes on, or its end was announced', became, became !== ENDED);
}

/** Of the connection of a call whose handler threw. */
async function whatBecame(stage: Stage): Promise<string> {
  const server = await stage.server({ transport: stage.cell.transport });
  const client = stage.client({ target: server.address });
  const plan = (ending: Parameters<typeof probePlan>[2]): StagePlan => ({
    ...speaking(stage.cell),
    ...probePlan(UNARY, [requests(UNARY, 1)], ending),
  });
  const thrown = await client.call(plan({ ending: { case: 'throw', value: { text: 'thrown' } } }));
  const [first] = await portsOf(server, [thrown]);
  if (first === undefined) stage.fail('the call that throws', 'seen by the server', 'not seen');
  if (saysClose(thrown)) return 'its end was announced';
  for (const atOnce of ROUNDS) {
    const seen = await client.calls(atOnce, { atOnce, plan: plan({}) });
    if ((await portsOf(server, seen)).includes(first)) return 'goes on';
  }
  return ENDED;
}

function saysClose({ outcome }: Seen): boolean {
  return outcome.headers.some(
    ({ name, value }) => name === 'connection' && /\bclose\b/i.test(Buffer.from(value).toString()),
  );
}

/** The connections that calls came over: a client's ports, of those calls that came. */
async function portsOf(server: StageServer, calls: readonly Seen[]): Promise<readonly string[]> {
  const served = calls.filter((seen) => seen.server !== undefined);
  const hops = await Promise.all(served.map(({ callId }) => server.observe(callId)));
  return hops.flat().map(({ peerAddress }) => peerAddress);
}

/**
 * What a handler throws ends its call, and not what others have to go over. Of a stream that ends in an error,
 * clients may end the connection themselves.
 */
export const lasting: ScenarioInit = {
  id: 'connection/thrown',
  title:
    'The connection of a call whose handler throws takes the next one, or its end was announced',
  source: SOURCE,
  tier: 'protocol',
  services: [],
  needs: needsOf(UNARY, 'server.peer-address'),
  scenario: lasts,
};
