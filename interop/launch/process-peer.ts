import type { Readable } from 'node:stream';
import { answers } from './answers.ts';
import { ControlLine } from './control-line.ts';
import { PeerStartError } from './errors.ts';
import type { Address, Exit, RunningPeer } from './launcher.ts';
import { ownLoopback } from './loopback.ts';
import { type Command, ProcessGroup } from './process-group.ts';
import type { Recipe } from './recipes.ts';
import type { Sockets } from './sockets.ts';
import { startError } from './start-error.ts';
import { within } from './within.ts';

/**
 * A ProcessPeer is a peer as a child process in a process group of its own. Its standard input stays open as
 * long as the harness lives: closing tells the peer to end (docs/peer-contract.md, `CROSSWIRE_STDIN=watch`).
 */
export class ProcessPeer implements RunningPeer {
  readonly recipe: Recipe;
  readonly name: string;
  readonly bind = '127.0.0.1:0';
  /** Linux has all of 127.0.0.0/8; a registry's checks of a server that is gone go to 127.0.0.1. */
  readonly bindForCall = process.platform === 'linux' ? '127.0.0.2:0' : this.bind;
  readonly bind6 = '[::1]:0';
  control: Address = { host: '127.0.0.1', port: 0 };
  readonly group: ProcessGroup;
  readonly #stdout: ControlLine;
  readonly #sockets: Sockets;

  constructor(recipe: Recipe, name: string, command: Command, sockets: Sockets) {
    this.#sockets = sockets;
    this.recipe = recipe;
    this.name = name;
    this.group = new ProcessGroup(command, ['pipe', 'pipe', 'pipe']);
    const { stdin, stdout } = this.group.child;
    stdin?.on('error', () => undefined); // EPIPE: the peer closed it or ended, `exited` tells.
    this.#stdout = new ControlLine(stdout as Readable);
  }

  get pid(): number | undefined {
    return this.group.pid;
  }

  get exited(): Promise<Exit> {
    return this.group.exited;
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
      const reason = await startError(this, error, PeerStartError);
      await this.kill();
      throw reason;
    }
  }

  get bindApart(): string {
    return `${ownLoopback()}:0`;
  }

  bindAgain(address: string): string {
    return address;
  }

  socket(name: string): Promise<string> {
    return this.#sockets.path(name);
  }

  dial(address: string): string {
    return address;
  }

  stderrTail(): string {
    return this.group.stderr.text();
  }

  kill(): Promise<void> {
    return this.group.kill();
  }

  async pause(): Promise<void> {
    this.group.signal('SIGSTOP');
  }

  async resume(): Promise<void> {
    this.group.signal('SIGCONT');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.group.end();
  }
}
