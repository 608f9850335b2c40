import { create } from '@bufbuild/protobuf';
import { durationMs } from '@bufbuild/protobuf/wkt';
import { type Case, isScenario, type PlanCase } from '../contract/case.ts';
import { CallPlanSchema } from '../contract/generated.ts';
import { type Proven, spokenIn } from '../contract/proof.ts';
import type { WireRecord } from '../contract/wire.ts';
import type { Task } from '../run/ledger.ts';
import type { Ground, Trial, Tried } from './ground.ts';
import { type Placed, reasonOf, tryUntilPassed } from './places.ts';

/** A trial over the untampered wire, and what went over. */
export interface OverTheWire extends Trial {
  record: WireRecord | undefined;
}

/** A trial whose calls go over the wire as they are. */
export function overTheWire({ wire }: Ground, task: Task): OverTheWire {
  const onRecord = (record: WireRecord) => {
    made.record = record;
  };
  const made: OverTheWire = { task, use: { wire, onRecord }, record: undefined };
  return made;
}

/** Tries every case over the untampered wire, until it passes in one cell. */
export function tryOverTheWire(ground: Ground, places: ReadonlyMap<string, readonly Task[]>) {
  return tryUntilPassed(ground, places, (task) => overTheWire(ground, task), isApt);
}

/** A client that refuses what it is to send may have refused it before it had connected: another may be slower. */
function isApt(tried: Tried<OverTheWire>): boolean {
  return hasPortOfTap(tried) && wentOver(tried.trial);
}

function wentOver({ task, record }: OverTheWire): boolean {
  return (record?.frames.length ?? 0) > 0 || mayStay(task.testCase);
}

/** Whether the server saw another port than the client's: a tap's own is the same one by chance, once in 14,000 calls. */
export function hasPortOfTap({ result: { evidence } }: Tried<OverTheWire>): boolean {
  const port = evidence?.outcome?.localPort ?? 0;
  return port === 0 || evidence?.observation?.peerAddress.endsWith(`:${port}`) !== true;
}

/** What came of the cases over the untampered wire: through is what passed, and was seen to go over. */
export function provenThrough({ passed, failed }: Placed<OverTheWire>): Proven[] {
  const field = 'the case';
  return [
    ...[...passed].map(([id, { trial }]): Proven => {
      const problem = { problem: 'it passed, and nothing went over the wire' };
      return { case: id, ...spokenIn(trial.task.cell), field, ...(wentOver(trial) ? {} : problem) };
    }),
    ...[...failed].map(([id, tried]) => ({
      ...{ case: id, ...spokenIn(tried.trial.task.cell), field },
      problem: reasonOf(tried),
    })),
  ];
}

/** Of a call that is cancelled as it opens nothing has to go over. */
function mayStay(testCase: Case): boolean {
  return !isScenario(testCase) && (cancelsFirst(testCase) || overAtOnce(testCase));
}

/** A timeout that may be over before anything goes over, in milliseconds. */
const AT_ONCE_MS = 1;

/** Whether a call's deadline is over as it opens. */
export function overAtOnce({ plan }: PlanCase): boolean {
  const { timeout } = create(CallPlanSchema, plan);
  return timeout !== undefined && durationMs(timeout) <= AT_ONCE_MS;
}

/** Whether a call is cancelled as it opens. */
export function cancelsFirst({ plan }: PlanCase): boolean {
  return plan.steps?.[0]?.action?.case === 'cancel';
}
