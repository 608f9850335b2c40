import { durationFromMs } from '@bufbuild/protobuf/wkt';
import type { Stage, StagePlan, StageServer } from '../../contract/stage.ts';
import { type ScenarioInit, step } from '../define.ts';
import { KINDS, type Kind, needsOf, probePlan, requests } from '../kinds.ts';
import { ROUNDING } from './basics.ts';
import { hopsOf, leftOf, SOURCE, said } from './propagation.ts';

const [UNARY] = KINDS as readonly [Kind];

/** A deadline of the call that a handler makes for another, beside that of the other one. */
interface Own {
  readonly id: string;
  readonly title: string;
  readonly timeoutMs?: number;
  /** What the call behind may have at the most, in milliseconds. */
  readonly mostMs: number;
}

const TIMEOUT_MS = 60_000;

const OWNS: readonly Own[] = [
  { id: 'sooner', title: 'and keeps one that is sooner', timeoutMs: 20_000, mostMs: 20_000 },
  { id: 'later', title: 'instead of one that is later', timeoutMs: 600_000, mostMs: TIMEOUT_MS },
];

type Plan = NonNullable<StagePlan['serverPlan']>;

/** A call to one server, whose handler calls on to another. */
function through(kind: Kind, last: StageServer, behind: Plan, timeoutMs?: number): StagePlan {
  const onward = {
    ...probePlan(kind, [requests(kind, 1)], behind),
    targets: [last.address],
    ...(timeoutMs !== undefined && { timeout: durationFromMs(timeoutMs) }),
  };
  return probePlan(kind, [requests(kind, 1)], { ending: { case: 'forward', value: onward } });
}

const answers = (kind: Kind): Plan => ({
  steps: [...(kind.manyRequests ? [step.drain()] : []), step.sendBody(4, 1)],
});

/** Two servers of one library: what the second is told, against the first. */
async function isLess(stage: Stage, kind: Kind, own?: Own): Promise<void> {
  const servers = [await stage.server(), await stage.server()] as const;
  const [first, last] = servers;
  const client = stage.client({ target: first.address, timeoutMs: TIMEOUT_MS });
  const seen = await client.call(through(kind, last, answers(kind), own?.timeoutMs));
  stage.check('code', 'OK', seen.code);
  const [before, behind] = (await hopsOf(stage, servers, seen.callId)).map(leftOf);
  const most = Math.min(own?.mostMs ?? TIMEOUT_MS, before ?? 0) * ROUNDING;
  const isSo = behind !== undefined && behind > 0 && behind <= most;
  stage.holds('time left behind it', `more than 0, at most ${most} ms`, said(behind), isSo);
}

const shared = {
  source: SOURCE,
  tier: 'each-peer',
  services: [],
} as const;
const needs = (kind: Kind) => needsOf(kind, 'server.forward', 'server.time-left');

/** What a handler hands on of its call's deadline. */
export const HAND_OVER_CASES: readonly ScenarioInit[] = [
  ...KINDS.map(
    (kind): ScenarioInit => ({
      ...shared,
      id: `hand-over/${kind.id}`,
      title: `A handler of a ${kind.id} call hands what is left of its time to the call that it makes`,
      needs: needs(kind),
      scenario: (stage) => isLess(stage, kind),
    }),
  ),
  ...OWNS.map(
    (own): ScenarioInit => ({
      ...shared,
      id: `hand-over/${own.id}`,
      title: `A handler hands its deadline on ${own.title}`,
      needs: needs(UNARY),
      scenario: (stage) => isLess(stage, UNARY, own),
    }),
  ),
];
