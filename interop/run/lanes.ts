import { isScenario } from '../contract/case.ts';
import { cellKey } from '../contract/vocabulary.ts';
import { serversOf } from '../matrix/peers.ts';
import type { Task } from './ledger.ts';

/** How many cases a process takes at once: more makes calls late, fewer makes batches small. */
const PER_PROCESS = 32;
/** A scenario counts as so many: it opens listeners, and makes calls all the time. */
const SCENARIO_WEIGHT = 8;
/** One that mostly waits for what it broke: all mixed cells share three servers, and only AT_ONCE shall bound it. */
const CALM_WEIGHT = 1;

/** When a case has its turn: what is in one phase begins when nothing of those before is left to begin. */
const PHASES = ['ordinary', 'heavy', 'calm'] as const;
type Phase = (typeof PHASES)[number];

/** How many cases of a phase go on at once, whatever room processes have. */
const AT_ONCE: Readonly<Record<Phase, number>> = {
  ordinary: Number.POSITIVE_INFINITY,
  // Each has work for a processor and a half.
  heavy: 4,
  // Mostly waiting, and each with a few dozen calls a second.
  calm: 32,
};

/**
 * Lanes hand tasks out so that no process has more than its share under way, and so that all
 * cells go on side by side. What is heavy comes after the ordinary, and first what must be alone in a client's process;
 * calm cases come last, the longest first, with nothing else under way.
 */
export class Lanes {
  readonly #busy = new Map<string, number>();
  readonly #queues: Readonly<Record<Phase, readonly Task[][]>>;
  readonly #underWay: Record<Phase, number> = { ordinary: 0, heavy: 0, calm: 0 };
  #turn = 0;

  constructor(tasks: readonly Task[]) {
    const of = (phase: Phase) => tasks.filter((task) => phaseOf(task) === phase);
    this.#queues = {
      ordinary: queuesOf(of('ordinary')),
      heavy: queuesOf(of('heavy').sort((a, b) => Number(isAlone(b)) - Number(isAlone(a)))),
      calm: queuesOf(of('calm').sort((a, b) => waitOf(b) - waitOf(a))),
    };
  }

  /** The next task whose processes have room, or undefined. */
  take(): Task | undefined {
    const phase = PHASES.find((one) => this.#queues[one].some((queue) => queue.length > 0));
    return phase !== undefined && this.#mayBegin(phase) ? this.#takeFrom(phase) : undefined;
  }

  release(task: Task): void {
    this.#count(task, -1);
  }

  #mayBegin(phase: Phase): boolean {
    const { ordinary, heavy } = this.#underWay;
    return this.#underWay[phase] < AT_ONCE[phase] && (phase !== 'calm' || ordinary + heavy === 0);
  }

  #takeFrom(phase: Phase): Task | undefined {
    const queues = this.#queues[phase];
    for (let i = 0; i < queues.length; i++) {
      const queue = queues[(this.#turn + i) % queues.length];
      const task = queue?.at(-1);
      if (queue === undefined || task === undefined || !this.#hasRoom(task)) continue;
      this.#turn = (this.#turn + i + 1) % queues.length;
      this.#count(task, 1);
      return queue.pop();
    }
    return undefined;
  }

  #hasRoom(task: Task): boolean {
    return sharesOf(task).every(
      ([one, share]) => (this.#busy.get(one) ?? 0) + share <= PER_PROCESS,
    );
  }

  #count(task: Task, sign: 1 | -1): void {
    this.#underWay[phaseOf(task)] += sign;
    for (const [one, share] of sharesOf(task)) {
      this.#busy.set(one, (this.#busy.get(one) ?? 0) + sign * share);
    }
  }
}

/** A queue a cell, its first task last. */
function queuesOf(tasks: readonly Task[]): Task[][] {
  const byCell = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = cellKey(task.cell);
    const queue = byCell.get(key);
    if (queue === undefined) byCell.set(key, [task]);
    else queue.push(task);
  }
  return [...byCell.values()].map((queue) => queue.reverse());
}

function phaseOf({ testCase }: Task): Phase {
  if (isScenario(testCase) && testCase.calm === true) return 'calm';
  return testCase.heavy === undefined ? 'ordinary' : 'heavy';
}

function isAlone({ testCase }: Task): boolean {
  return testCase.heavy === 'alone';
}

function waitOf({ testCase }: Task): number {
  return isScenario(testCase) ? (testCase.waitsMs ?? 0) : 0;
}

function weightOf(task: Task): number {
  if (phaseOf(task) === 'calm') return CALM_WEIGHT;
  return isScenario(task.testCase) ? SCENARIO_WEIGHT : 1;
}

/** What a task takes of each of its processes: all of the client's where it must be alone there. */
function sharesOf(task: Task): readonly (readonly [process: string, share: number])[] {
  const { cell } = task;
  const weight = weightOf(task);
  const ofClient = isAlone(task) ? PER_PROCESS : weight;
  const servers = serversOf(cell).map((peer) => [`server ${peer}`, weight] as const);
  return [[`client ${cell.client}`, ofClient], ...servers];
}
