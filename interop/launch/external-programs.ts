import type { Readable } from 'node:stream';
import { Janitor } from './janitor.ts';
import { type Command, ProcessGroup } from './process-group.ts';
import type { Exit } from './progress.ts';
import { Tail } from './tail.ts';
import { settlesWithin } from './within.ts';

const OUTPUT_KEPT = 16 * 1024;
/** How many run at once: each may be a runtime of hundreds of megabytes. */
const AT_ONCE = 4;

/** How a program ended. */
export interface Ended extends Exit {
  /** It did not end by itself within its limit. */
  readonly late: boolean;
  /** The end of what it wrote, on stdout and stderr: untrusted text. */
  readonly output: string;
}

/**
 * ExternalPrograms are commands of somebody else's that a run starts and waits for. None outlives the run: what is
 * still there when it is disposed of, or when the harness is gone, is ended with all that it started.
 */
export class ExternalPrograms implements AsyncDisposable {
  readonly #janitor = new Janitor();
  readonly #running = new Set<ProcessGroup>();
  readonly #waiting: (() => void)[] = [];
  #free = AT_ONCE;
  #over = false;

  /** Runs one to its end, at most so long, as soon as there is room for it. */
  async run(command: Command, limitMs: number): Promise<Ended> {
    await this.#room();
    try {
      return await this.#run(command, limitMs);
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async #room(): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  async #run(command: Command, limitMs: number): Promise<Ended> {
    if (this.#over) return { code: null, signal: null, late: false, output: 'the run is over' };
    const output = new Tail(OUTPUT_KEPT);
    const group = new ProcessGroup(command, ['ignore', 'pipe', 'pipe'], output);
    (group.child.stdout as Readable).on('data', (chunk: Buffer) => output.push(chunk));
    this.#watch(group);
    const late = !(await settlesWithin(limitMs, group.exited));
    await group.end();
    return { ...(await group.exited), late, output: output.text() };
  }

  #watch(group: ProcessGroup): void {
    const { pid } = group;
    if (pid === undefined) return;
    this.#running.add(group);
    this.#janitor.watchProcess(pid);
    void group.exited.then(() => {
      this.#running.delete(group);
      this.#janitor.forgetProcess(pid);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    await Promise.all([...this.#running].map((group) => group.end()));
    await this.#janitor[Symbol.asyncDispose]();
  }
}
