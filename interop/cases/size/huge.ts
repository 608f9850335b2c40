import { createHash } from 'node:crypto';
import { Probe } from '../../contract/generated.ts';
import type { Seen, Stage, StagePlan } from '../../contract/stage.ts';
import { field, pattern } from '../bytes.ts';
import { pathOf, type ScenarioInit, step } from '../define.ts';

const MB64 = 64 * 1024 * 1024;
/** Room for the message's own bytes. What is sent has no limit of its own by default. */
const RECEIVES = { maxReceiveMessageBytes: 2 * MB64 };
const TIMEOUT_MS = 60_000;

type Way = 'request' | 'response';

const PLANS: Readonly<Record<Way, StagePlan>> = {
  request: {
    method: pathOf(Probe.method.clientStream),
    steps: [step.sendBody(0), step.sendBody(MB64, 1)],
    serverPlan: { steps: [step.drain(), step.sendBody(4, 1)] },
  },
  response: {
    method: pathOf(Probe.method.unary),
    steps: [step.sendBody(3)],
    serverPlan: { steps: [step.sendBody(MB64, 1)] },
  },
};

interface Whole {
  readonly length: number;
  readonly sha256: string;
}

const made = new Map<Way, Whole>();

/** Made once: it takes a moment, and a proof plays a scenario hundreds of times. */
function expectedOf(way: Way): Whole {
  const known = made.get(way);
  if (known !== undefined) return known;
  const bytes = field(way === 'response' ? 1 : 2, pattern(MB64, 1));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const whole = { length: bytes.length, sha256 };
  made.set(way, whole);
  return whole;
}

async function whole(stage: Stage, way: Way): Promise<void> {
  const server = await stage.server({ limits: RECEIVES, apart: true });
  const channel = { limits: RECEIVES };
  const client = stage.client({ target: server.address, timeoutMs: TIMEOUT_MS, channel });
  const seen = await client.call(PLANS[way]);
  stage.check('code', 'OK', seen.code);
  const got = way === 'response' ? seen.outcome.messages : await arrived(server, seen);
  const last = got.at(-1);
  const expected = expectedOf(way);
  stage.check('length', String(expected.length), String(last?.length ?? 'none'));
  stage.check('sha256', expected.sha256, last?.sha256 ?? 'none');
  stage.note(`${way} of 64 MiB in ${Math.round(seen.endedMs - seen.startedMs)} ms`);
}

async function arrived(server: Awaited<ReturnType<Stage['server']>>, { callId }: Seen) {
  const [hop] = await server.observe(callId);
  return hop?.messages ?? [];
}

/** A message of 64 MiB, each way. */
export const huge: readonly ScenarioInit[] = (['request', 'response'] as const).map((way) => ({
  id: `huge/${way}`,
  title: `A ${way} of 64 MiB arrives whole where the limits let it`,
  source: 'gRPC over HTTP/2, "Message-Length": four bytes, so that 64 MiB is no large message',
  tier: 'dear',
  services: [],
  needs: ['client.client-stream', 'server.client-stream'],
  scenario: (stage) => whole(stage, way),
}));
