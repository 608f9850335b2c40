import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Exit } from './launcher.ts';
import { Tail } from './tail.ts';
import { settlesWithin } from './within.ts';

const STDERR_KEPT = 64 * 1024;
const GRACE_MS = 3000;
const OUTPUT_AFTER_EXIT_MS = 250;

/** A Command is a program with its arguments, run in a folder, with exactly these environment variables. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A ProcessGroup is a child process that leads a process group of its own: a signal reaches all that it started. */
export class ProcessGroup {
  readonly child: ChildProcess;
  readonly stderr: Tail;
  readonly exited: Promise<Exit>;

  constructor(command: Command, stdio: SpawnOptions['stdio'], stderr = new Tail(STDERR_KEPT)) {
    const { file, args, cwd, env } = command;
    this.stderr = stderr;
    this.child = spawn(file, args, { cwd, env, stdio, detached: true });
    this.child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    this.exited = exitOf(this.child, stderr);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get lives(): boolean {
    return this.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // ESRCH: nothing of the group is left.
    }
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  /** SIGTERM, and SIGKILL for what is still there after a while. One that is stopped goes on to hear of it. */
  async end(): Promise<void> {
    this.signal('SIGTERM');
    this.signal('SIGCONT');
    this.child.stdin?.end();
    if (!(await settlesWithin(GRACE_MS, this.exited))) await this.kill();
    this.signal('SIGKILL'); // what the child itself started, if it is still in the group
  }
}

/** How the child ended. One that could not be spawned ends with the reason on its stderr. */
function exitOf(child: ChildProcess, stderr: Tail): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      stderr.push(Buffer.from(`${error.message}\n`));
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
    // Not 'close' alone: a grandchild that keeps stdout open would hold that back.
    child.once('exit', (code, signal) => {
      const resolveNow = () => resolve({ code, signal });
      child.once('close', resolveNow);
      setTimeout(resolveNow, OUTPUT_AFTER_EXIT_MS).unref();
    });
  });
}
