import type { Seen, Stage, StageClient } from '../../contract/stage.ts';
import type { ScenarioInit } from '../define.ts';
import { described, LARGE, largeRequest, UNARY, unary } from './parts.ts';

/** Calls of a soak: fewer than the suite's own of a day, and enough for what grows with every call. */
const CALLS = 50;
/** Encoding of SimpleResponse with the large body: two tags of a byte and lengths of three. */
const LENGTH = BigInt(LARGE.back + 8);
const TIMEOUT_MS = 10_000;

async function soak(stage: Stage, fresh: boolean): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address, fresh, timeoutMs: TIMEOUT_MS });
  const seen = await called(client);
  const wrong = seen.filter(
    ({ code, outcome }) => code !== 'OK' || outcome.messages[0]?.length !== LENGTH,
  );
  stage.check('calls', String(CALLS), String(seen.length));
  stage.check('calls that went wrong', 'none', wrong[0]?.code ?? 'none');
}

async function called(client: StageClient): Promise<readonly Seen[]> {
  const { method = '', steps = [] } = unary(largeRequest);
  return client.calls(CALLS, { plan: { method, steps } });
}

function soakCase(name: string, what: string, fresh: boolean): ScenarioInit {
  return {
    id: name.replaceAll('_', '-'),
    title: `${CALLS} large calls ${what} are all answered`,
    source: described(name),
    tier: 'each-peer',
    dear: true,
    needs: UNARY,
    services: [],
    scenario: (stage) => soak(stage, fresh),
  };
}

/** Many large calls, one after the other. */
export const soaks: readonly ScenarioInit[] = [
  soakCase('rpc_soak', 'on one channel', false),
  soakCase('channel_soak', 'on a channel each', true),
];
