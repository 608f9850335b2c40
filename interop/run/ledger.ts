import type { Case } from '../contract/case.ts';
import type { Result, Summary } from '../contract/result.ts';
import { type Cell, cellKey, VERDICTS, type Verdict } from '../contract/vocabulary.ts';

/** A Task is one planned verdict. */
export interface Task {
  readonly cell: Cell;
  readonly testCase: Case;
}

function keyOf(testCase: string, cell: Cell): string {
  return `${cellKey(cell)}|${testCase}`;
}

/**
 * The Ledger holds every planned verdict until it has turned up: once, and none that was not
 * planned. What is missing in the end is `not-run`.
 */
export class Ledger {
  readonly #open = new Map<string, Task>();
  readonly #results: Result[] = [];

  constructor(planned: readonly Task[]) {
    for (const task of planned) this.#open.set(keyOf(task.testCase.id, task.cell), task);
  }

  enter(result: Result): void {
    if (!this.#open.delete(keyOf(result.case, result.cell))) {
      throw new Error(`verdict on ${result.case} was not planned, or came twice`);
    }
    this.#results.push(result);
  }

  /** Closes the book: what is still open becomes `not-run` for this reason. */
  close(reason: string): Result[] {
    const missing = [...this.#open.values()].map(({ cell, testCase }) =>
      notRun(testCase.id, cell, reason),
    );
    for (const result of missing) this.enter(result);
    return missing;
  }

  get results(): readonly Result[] {
    return this.#results;
  }
}

/** A verdict that was planned and could not be reached. */
export function notRun(testCase: string, cell: Cell, reason: string): Result {
  return { case: testCase, cell, verdict: 'not-run', durationMs: 0, differences: [], reason };
}

/** How many there are of each verdict. */
export function summarise(results: readonly Result[]): Summary {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<
    Verdict,
    number
  >;
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
