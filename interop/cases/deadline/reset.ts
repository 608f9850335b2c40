import type { Stage } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind } from '../kinds.ts';
import { request, UNDER_WAY } from '../raw/bad-server/parts.ts';
import { wire } from '../raw/script.ts';

const SOURCE =
  'gRPC over HTTP/2, "Errors": a client cancels a call by RST_STREAM with CANCEL; gRPC "Deadlines" guide: a call whose deadline is over is cancelled; "Requests": END_STREAM is the end of the requests';

/** Time enough to have sent the request, in milliseconds. */
const TIMEOUT_MS = 3_000;
/** How long the reset may be on its way, in milliseconds. */
const THERE_MS = 10_000;

/** A server that has the request, and never answers: the client's deadline ends the call. */
async function reset(stage: Stage, kind: Kind): Promise<void> {
  const server = await stage.raw([{ calls: [{ steps: [UNDER_WAY, wire.awaitReset()] }] }]);
  const client = stage.client({ target: server.address, timeoutMs: TIMEOUT_MS });
  const steps = kind.manyRequests ? [request(), step.receive()] : [request()];
  const { code } = await client.call({ method: kind.method, steps });
  stage.check('code', 'DEADLINE_EXCEEDED', code);
  await stage.until(async () => (await server.facts()).resets !== 'none', THERE_MS);
  const { resets = 'none', 'ended by client': ended = 'none' } = await server.facts();
  stage.check('resets', 'CANCEL', resets);
  if (kind.manyRequests) stage.check('streams ended by the client', '0', ended);
}

/** What a server is told of a deadline that is over: the frames. */
export const RESET_CASES: readonly ScenarioInit[] = KINDS.map((kind) => ({
  id: `${kind.id}/reset`,
  title: `A ${kind.id} call whose deadline is over is reset with CANCEL, and requests that are under way are not ended before`,
  source: SOURCE,
  tier: 'raw-server',
  services: [],
  needs: [`client.${kind.id}`],
  ...{ calm: true, waitsMs: TIMEOUT_MS },
  scenario: (stage) => reset(stage, kind),
}));
