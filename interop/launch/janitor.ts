import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { settlesWithin } from './within.ts';

const PROGRAM = join(import.meta.dirname, 'janitor-main.ts');
const END_LIMIT_MS = 10_000;

/**
 * A Janitor is a small process that outlives the harness by a moment. It holds a pipe from it; when the pipe
 * closes, by whatever end (Ctrl-C twice, kill -9), it removes what it was told of and is still there.
 */
export class Janitor implements AsyncDisposable {
  #process: ChildProcessByStdio<Writable, null, null> | undefined;

  /** Ends the process group `pid` after the harness, unless it is forgotten before. */
  watchProcess(pid: number): void {
    this.#tell(`process ${pid}`);
  }

  forgetProcess(pid: number): void {
    this.#tell(`forget ${pid}`);
  }

  /** Removes the folder after the harness, when the processes have ended. */
  watchFolder(path: string): void {
    this.#tell(`folder ${path}`);
  }

  /** Removes the containers and the network of the run after the harness. */
  watchRun(runId: string): void {
    this.#tell(`run ${runId}`);
  }

  #tell(line: string): void {
    this.#process ??= startProgram();
    this.#process.stdin.write(`${line}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const program = this.#process;
    if (program === undefined) return;
    const ended = program.exitCode === null ? once(program, 'exit') : Promise.resolve();
    program.stdin.end('done\n');
    if (!(await settlesWithin(END_LIMIT_MS, ended))) program.kill('SIGKILL');
  }
}

/** A session of its own, so that the terminal's Ctrl-C and hang-up reach the harness alone. */
function startProgram(): ChildProcessByStdio<Writable, null, null> {
  const program = spawn(process.execPath, [PROGRAM], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  program.on('error', () => undefined);
  program.stdin.on('error', () => undefined);
  program.unref();
  const pipe = program.stdin as Writable & { unref?: () => void };
  pipe.unref?.();
  return program;
}
