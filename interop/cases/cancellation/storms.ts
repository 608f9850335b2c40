import type { Seen, Stage, StagePlan } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf } from '../kinds.ts';

const SOURCE =
  'RFC 9113, 5.4.2: a stream error ends its stream and no other; 5.1.2: a stream that is reset counts no longer';

const [UNARY, , , BIDI] = KINDS as readonly [Kind, Kind, Kind, Kind];
const WAITS = { case: 'awaitCancellation', value: {} } as const;

/** A call that is cancelled as soon as it is there. */
const AT_ONCE: StagePlan = {
  method: UNARY.method,
  steps: [step.sendBody(3), step.cancel()],
  serverPlan: { ending: WAITS },
};

/** A call that is cancelled when its handler has answered. */
const UNDER_WAY: StagePlan = {
  method: BIDI.method,
  steps: [step.sendBody(3), step.receive(), step.cancel()],
  serverPlan: { steps: [step.sendBody(4)], ending: WAITS },
};

/** A call that fails as soon as it is there. */
const FAILS: StagePlan = {
  method: UNARY.method,
  steps: [step.sendBody(3)],
  serverPlan: { ending: { case: 'status', value: { code: 10, message: 'no' } } },
};

/** Calls that are there at the same time; a server on threads has no more of them. */
const AT_A_TIME = 50;
/** Calls that must be OK after the storm. */
const AFTER = 20;
/** How long handlers may take to hear of it, in milliseconds. */
const HEARD_MS = 15_000;

const codesOf = (seen: readonly Seen[]) =>
  [...new Set(seen.map(({ code }) => code))].sort().join(', ') || 'none';

/** How many connections the client told of, and none where it tells of none. */
function connections(seen: readonly Seen[]): number {
  return new Set(seen.map(({ outcome }) => outcome.localPort).filter((port) => port > 0)).size;
}

/** So many calls that end badly, and then calls that must not. */
async function storm(stage: Stage, plan: StagePlan, count: number, code: string): Promise<void> {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const before = await client.call();
  stage.check('call before', 'OK', before.code);
  const ended = await client.calls(count, { atOnce: AT_A_TIME, plan });
  stage.check('calls of the storm', code, codesOf(ended));
  const after = await client.calls(AFTER, { atOnce: 5 });
  stage.check('calls after it', 'OK', codesOf(after));
  const used = connections([before, ...ended, ...after]);
  stage.holds('connections', 'at most 1', String(used), used <= 1);
  const entered = ended.filter((one) => one.server !== undefined);
  if (entered.length === 0) return; // cancelled before they left the client
  const hops = await Promise.all(entered.map(({ callId }) => server.observe(callId, HEARD_MS)));
  const open = hops.flat().filter(({ settled }) => !settled).length;
  stage.check('handlers that go on', '0', String(open));
}

const NEEDS = ['client.cancel', 'server.cancelled'];

interface Storm {
  readonly id: string;
  readonly title: string;
  readonly plan: StagePlan;
  readonly code: string;
  readonly kind: Kind;
  readonly needs: readonly string[];
  readonly issue: string;
}

const STORMS: readonly Storm[] = [
  {
    id: 'at-once',
    title: 'calls that are cancelled as they open leave the connection as it was',
    plan: AT_ONCE,
    code: 'CANCELLED',
    kind: UNARY,
    needs: NEEDS,
    issue: 'grpc-node#2388',
  },
  {
    id: 'under-way',
    title: 'calls that are cancelled under way leave the connection as it was',
    plan: UNDER_WAY,
    code: 'CANCELLED',
    kind: BIDI,
    needs: NEEDS,
    issue: 'grpc-node#2388',
  },
  {
    id: 'errors',
    title: 'calls that fail at once leave the connection as it was',
    plan: FAILS,
    code: 'ABORTED',
    kind: UNARY,
    needs: [],
    issue: 'grpc-node#2625',
  },
];

function of(count: number, tier: 'each-peer' | 'dear'): ScenarioInit[] {
  return STORMS.map(({ id, title, plan, code, kind, needs, issue }) => ({
    id: `storm/${id}-${count}`,
    title: `${count.toLocaleString('en')} ${title}`,
    source: SOURCE,
    issue,
    tier,
    services: [],
    heavy: true,
    needs: needsOf(kind, ...needs),
    scenario: (stage) => storm(stage, plan, count, code),
  }));
}

/** Many calls that end early, and what is left of the connection. */
export const storms: readonly ScenarioInit[] = [...of(150, 'each-peer'), ...of(1_000, 'dear')];
