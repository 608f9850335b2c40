import type { Stage, StagePlan } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';

const [, SERVER, , BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];
const MIB = 1024 * 1024;
/** What is there to be sent, in MiB. */
const WHOLE = 256;
const PIECE = 64 * 1024;
/**
 * By how much the sender may grow while nobody reads, in MiB: half of what there is to send. Windows are far smaller;
 * the rest is room for garbage.
 */
const GROWTH = WHOLE / 2;
const PAUSE_MS = 3_000;
const LOOK_MS = 50;

const all = step.sendBody(PIECE, 1, (WHOLE * MIB) / PIECE);
const pause = step.pauseReading(PAUSE_MS);

const DOWN: StagePlan = {
  method: SERVER.method,
  steps: [step.sendBody(3), step.receive(), pause, step.cancel()],
  serverPlan: { steps: [all] },
};
const UP: StagePlan = {
  method: BIDI.method,
  steps: [step.sendBody(3), all],
  serverPlan: {
    steps: [step.receive(), pause],
    ending: { case: 'status', value: { code: 10, message: 'enough' } },
  },
};

type Way = 'up' | 'down';

async function slow(stage: Stage, way: Way): Promise<void> {
  const server = await stage.server({ apart: true });
  const client = stage.client({ target: server.address, timeoutMs: 30_000 });
  await client.call();
  const memory = () => (way === 'up' ? stage.clientStats() : server.stats());
  const before = (await memory()).rssBytes;
  let most = before;
  const call = client.open(way === 'up' ? UP : DOWN);
  const until = stage.now() + PAUSE_MS;
  while (stage.now() < until) {
    const { rssBytes } = await memory();
    if (rssBytes > most) most = rssBytes;
    await stage.sleep(LOOK_MS);
  }
  const { code } = await call.ended;
  stage.check('code', way === 'up' ? 'ABORTED' : 'CANCELLED', code);
  const grown = Number((most - before) / BigInt(MIB));
  stage.note(`the sender grew by ${grown} MiB`);
  const [limit, more] = [`at most ${GROWTH} MiB`, `more than ${GROWTH} MiB`];
  stage.check('growth', limit, grown <= GROWTH ? limit : more);
}

/** Readers that take nothing for a while, and what that costs who sends to them. */
export const slowReaders: readonly ScenarioInit[] = (['up', 'down'] as const).map((way) => ({
  id: `slow-reader/${way}`,
  title: `A ${way === 'up' ? 'client' : 'server'} that sends 256 MiB to a reader that pauses stays small`,
  source:
    'RFC 9113, 5.2: flow control holds a sender up; gRPC "Flow Control" guide: "it prevents a sender from overwhelming the receiver", and a sender that is told to wait does not pile up',
  issue: 'grpc#11966',
  tier: 'dear',
  services: [],
  heavy: way === 'up' ? 'alone' : true,
  needs: way === 'up' ? needsOf(BIDI) : needsOf(SERVER, 'client.pause-reading', 'client.cancel'),
  scenario: (stage) => slow(stage, way),
}));
