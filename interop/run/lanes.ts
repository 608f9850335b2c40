import type { Cell } from '../contract/vocabulary.ts';
import { cellKey } from '../contract/vocabulary.ts';
import type { Task } from './ledger.ts';

/** How many cases a process takes at once: more makes calls late, fewer makes batches small. */
const PER_PROCESS = 32;

/**
 * Lanes hand tasks out so that no process has more than its share under way, and so that all
 * cells go on side by side.
 */
export class Lanes {
  readonly #queues: { readonly cell: Cell; readonly tasks: Task[] }[];
  readonly #busy = new Map<string, number>();
  #turn = 0;

  constructor(tasks: readonly Task[]) {
    const byCell = new Map<string, { cell: Cell; tasks: Task[] }>();
    for (const task of tasks) {
      const key = cellKey(task.cell);
      const queue = byCell.get(key);
      if (queue === undefined) byCell.set(key, { cell: task.cell, tasks: [task] });
      else queue.tasks.push(task);
    }
    for (const { tasks: queue } of byCell.values()) queue.reverse();
    this.#queues = [...byCell.values()];
  }

  /** The next task whose two processes have room, or undefined. */
  take(): Task | undefined {
    for (let i = 0; i < this.#queues.length; i++) {
      const queue = this.#queues[(this.#turn + i) % this.#queues.length];
      if (queue === undefined || queue.tasks.length === 0 || !this.#hasRoom(queue.cell)) continue;
      this.#turn = (this.#turn + i + 1) % this.#queues.length;
      this.#count(queue.cell, 1);
      return queue.tasks.pop();
    }
    return undefined;
  }

  release(cell: Cell): void {
    this.#count(cell, -1);
  }

  #hasRoom(cell: Cell): boolean {
    return processes(cell).every((one) => (this.#busy.get(one) ?? 0) < PER_PROCESS);
  }

  #count(cell: Cell, by: number): void {
    for (const one of processes(cell)) this.#busy.set(one, (this.#busy.get(one) ?? 0) + by);
  }
}

function processes(cell: Cell): readonly [string, string] {
  return [`client ${cell.client}`, `server ${cell.server}`];
}
