/** Testing runs the programs as a person does; only tests use it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { eventually } from '../discovery/testing.ts';

const pathOf = (program: string) => new URL(`./${program}.ts`, import.meta.url).pathname;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** run waits for the end. */
export function run(program: string, ...flags: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [pathOf(program), ...flags], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** Running is a program that goes on, and what it has said so far. */
export class Running {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly #process: ChildProcess;

  constructor(program: string, ...flags: string[]) {
    const child = spawn(process.execPath, [pathOf(program), ...flags]);
    createInterface(child.stdout).on('line', (line) => this.lines.push(line));
    createInterface(child.stderr).on('line', (line) => this.errors.push(line));
    this.#process = child;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** end answers the code; a signal that ended the program by itself is its name. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return exitCode ?? String(signalCode);
    this.#process.kill(signal);
    const [code, name] = await once(this.#process, 'close');
    return code ?? name;
  }
}

/** start waits for the first line, or for what went wrong. */
export async function start(program: string, ...flags: string[]): Promise<Running> {
  const running = new Running(program, ...flags);
  await eventually(() => running.lines.length > 0 || running.errors.length > 0);
  if (running.lines.length === 0) throw new Error(`${program}: ${running.errors.join('\n')}`);
  return running;
}
