import { isScenario } from '../contract/case.ts';
import type { Cell } from '../contract/vocabulary.ts';
import { cellKey } from '../contract/vocabulary.ts';
import { serversOf } from '../matrix/peers.ts';
import type { Task } from './ledger.ts';

/** How many cases a process takes at once: more makes calls late, fewer makes batches small. */
const PER_PROCESS = 32;
/** A scenario counts as so many: it opens listeners, and makes calls all the time. */
const SCENARIO_WEIGHT = 8;
/** One that mostly waits for what it broke; a lane of its own bounds it. */
const CALM_WEIGHT = 2;
/** How many cases that look at the clock go on at once, when nothing else does. */
const CALM_AT_ONCE = 12;

interface Queue {
  readonly cell: Cell;
  readonly tasks: Task[];
}

/**
 * Lanes hand tasks out so that no process has more than its share under way, and so that all
 * cells go on side by side. Calm cases come last, a few at a time, with nothing else under way.
 */
export class Lanes {
  readonly #busy = new Map<string, number>();
  readonly #parallel: Queue[];
  readonly #calm: Queue[];
  #parallelUnderWay = 0;
  #calmUnderWay = 0;
  #turn = 0;

  constructor(tasks: readonly Task[]) {
    this.#parallel = queuesOf(tasks.filter((task) => !isCalm(task)));
    this.#calm = queuesOf(tasks.filter(isCalm));
  }

  /** The next task whose processes have room, or undefined. */
  take(): Task | undefined {
    const task = this.#takeFrom(this.#parallel);
    if (task !== undefined) {
      this.#parallelUnderWay += 1;
      return task;
    }
    const mayCalm =
      this.#parallelUnderWay === 0 &&
      this.#calmUnderWay < CALM_AT_ONCE &&
      this.#parallel.every((queue) => queue.tasks.length === 0);
    const calm = mayCalm ? this.#takeFrom(this.#calm) : undefined;
    if (calm !== undefined) this.#calmUnderWay += 1;
    return calm;
  }

  release(task: Task): void {
    this.#count(task, -1);
    if (isCalm(task)) this.#calmUnderWay -= 1;
    else this.#parallelUnderWay -= 1;
  }

  #takeFrom(queues: readonly Queue[]): Task | undefined {
    for (let i = 0; i < queues.length; i++) {
      const queue = queues[(this.#turn + i) % queues.length];
      const task = queue?.tasks.at(-1);
      if (queue === undefined || task === undefined || !this.#hasRoom(task)) continue;
      this.#turn = (this.#turn + i + 1) % queues.length;
      this.#count(task, 1);
      return queue.tasks.pop();
    }
    return undefined;
  }

  #hasRoom(task: Task): boolean {
    const most = PER_PROCESS - weightOf(task);
    return processes(task.cell).every((one) => (this.#busy.get(one) ?? 0) <= most);
  }

  #count(task: Task, sign: 1 | -1): void {
    const by = sign * weightOf(task);
    for (const one of processes(task.cell)) this.#busy.set(one, (this.#busy.get(one) ?? 0) + by);
  }
}

/** A queue a cell, its first task last. */
function queuesOf(tasks: readonly Task[]): Queue[] {
  const byCell = new Map<string, Queue>();
  for (const task of tasks) {
    const key = cellKey(task.cell);
    const queue = byCell.get(key);
    if (queue === undefined) byCell.set(key, { cell: task.cell, tasks: [task] });
    else queue.tasks.push(task);
  }
  for (const { tasks: queue } of byCell.values()) queue.reverse();
  return [...byCell.values()];
}

function isCalm({ testCase }: Task): boolean {
  return isScenario(testCase) && testCase.calm === true;
}

function weightOf(task: Task): number {
  if (isCalm(task)) return CALM_WEIGHT;
  return isScenario(task.testCase) ? SCENARIO_WEIGHT : 1;
}

function processes(cell: Cell): readonly string[] {
  return [`client ${cell.client}`, ...serversOf(cell).map((peer) => `server ${peer}`)];
}
