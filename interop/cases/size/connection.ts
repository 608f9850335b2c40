import { Probe } from '../../contract/generated.ts';
import type { Stage, StagePlan } from '../../contract/stage.ts';
import { pathOf, type ScenarioInit, step } from '../define.ts';
import { bodyOfEncoded } from './lengths.ts';
import { LIMIT } from './limits.ts';

/** A message one byte over the limit; an echo. */
const OVER: StagePlan = {
  method: pathOf(Probe.method.unary),
  steps: [step.sendBody(bodyOfEncoded(LIMIT + 1))],
};

/** Calls side by side on one connection, of which some are too large. */
async function beside(stage: Stage): Promise<void> {
  const server = await stage.server({ limits: { maxReceiveMessageBytes: LIMIT } });
  const client = stage.client({ target: server.address });
  const held = await client.hold();
  if (held === undefined) stage.fail('held call', 'entered', 'not entered');
  const over = await client.calls(5, { atOnce: 5, plan: OVER });
  const codes = [...new Set(over.map(({ code }) => code))].sort().join(', ');
  stage.check('calls over the limit', 'RESOURCE_EXHAUSTED', codes);
  stage.check('call after them', 'OK', (await client.call()).code);
  stage.check('call beside them', 'OK', (await held.release()).code);
}

/** What a limit ends, and what it doesn't. */
export const together: readonly ScenarioInit[] = [
  {
    id: 'limit/others-go-on',
    title: 'Messages over the limit end their own calls, and none beside them on the connection',
    source:
      'statuscodes.md: RESOURCE_EXHAUSTED is the status of a call; RFC 9113, 5.4.2: a stream error ends its stream alone',
    tier: 'each-peer',
    services: [],
    needs: ['client.unary', 'client.server-stream', 'server.unary', 'server.server-stream'],
    scenario: beside,
  },
];
