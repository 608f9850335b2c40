import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { answers } from './answers.ts';
import { ControlLine } from './control-line.ts';
import { PeerStartError } from './errors.ts';
import type { Address, Exit, RunningPeer } from './launcher.ts';
import type { Recipe } from './recipes.ts';
import { startError } from './start-error.ts';
import { Tail } from './tail.ts';
import { settlesWithin, within } from './within.ts';

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

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A ProcessPeer is a peer as a child process in a process group of its own. Its standard input stays open as
 * long as the harness lives: closing tells the peer to end (docs/peer-contract.md, `CROSSWIRE_STDIN=watch`).
 */
export class ProcessPeer implements RunningPeer {
  readonly recipe: Recipe;
  readonly name: string;
  readonly bind = '127.0.0.1:0';
  readonly exited: Promise<Exit>;
  control: Address = { host: '127.0.0.1', port: 0 };
  readonly #child: Child;
  readonly #stdout: ControlLine;
  readonly #stderr = new Tail(STDERR_KEPT);

  constructor(recipe: Recipe, name: string, command: Command) {
    this.recipe = recipe;
    this.name = name;
    this.#child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child.stdin.on('error', () => undefined); // EPIPE: the peer closed it or ended, `exited` tells.
    this.#child.stderr.on('data', (chunk: Buffer) => this.#stderr.push(chunk));
    this.#stdout = new ControlLine(this.#child.stdout);
    this.exited = exitOf(this.#child, this.#stderr);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdoutBytes(): number {
    return this.#stdout.bytesAfter;
  }

  /** Waits for the control line; a peer that doesn't print one is ended, and told about with its stderr. */
  async ready(limitMs: number): Promise<void> {
    try {
      const late = () => new PeerStartError(`no control line within ${limitMs / 1000} s`);
      this.control = await within(limitMs, this.#stdout.address, late);
      await answers(this.control);
    } catch (error) {
      const reason = await startError(this, error);
      await this.kill();
      throw reason;
    }
  }

  dial(address: string): string {
    return address;
  }

  stderrTail(): string {
    return this.#stderr.text();
  }

  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal('SIGTERM');
    this.#child.stdin.end();
    if (!(await settlesWithin(GRACE_MS, this.exited))) await this.kill();
    this.#signal('SIGKILL'); // what the peer itself started, if it is still in the group
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // ESRCH: nothing of the group is left.
    }
  }
}

/** How the child ended. One that could not be spawned ends with the reason on its stderr. */
function exitOf(child: Child, stderr: Tail): Promise<Exit> {
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
