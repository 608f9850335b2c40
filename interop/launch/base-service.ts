import { ServiceStartError } from './errors.ts';
import type { RunningService, ServiceKind, ServiceSpec } from './infrastructure.ts';
import type { Exit } from './launcher.ts';
import { answersAsService } from './service-answers.ts';
import { startError } from './start-error.ts';
import { Tail } from './tail.ts';

const OUTPUT_KEPT = 64 * 1024;
const START_LIMIT_MS = 30_000;

/** A ServiceProgram is one run of a service's program. */
export interface ServiceProgram {
  readonly exited: Promise<Exit>;
}

/** A BaseService is what services have in common, wherever their programs run: starts, and what comes of them. */
export abstract class BaseService implements RunningService {
  readonly name: string;
  protected readonly spec: ServiceSpec;
  protected readonly output = new Tail(OUTPUT_KEPT);
  readonly #first = Promise.withResolvers<Exit>();
  #program: Promise<ServiceProgram> | undefined;
  #exited = this.#first.promise;
  #started: Promise<void> | undefined;
  #disposed = false;

  constructor(spec: ServiceSpec, name: string) {
    this.spec = spec;
    this.name = name;
  }

  abstract address(port: string): string;
  abstract harnessAddress(port: string): string;
  abstract pause(): Promise<void>;
  abstract resume(): Promise<void>;
  /** Starts the program, whose output goes to `output`. */
  protected abstract run(): Promise<ServiceProgram>;
  /** Sends SIGKILL to all that runs. */
  protected abstract killProgram(): Promise<void>;
  /** Whether all ports take connections. */
  protected abstract listens(): Promise<boolean>;
  /** Takes the place away. */
  protected abstract remove(): Promise<void>;

  get kind(): ServiceKind {
    return this.spec.kind;
  }

  get exited(): Promise<Exit> {
    return this.#exited;
  }

  stderrTail(): string {
    return this.output.text();
  }

  /** Two that start it at once wait for the same start. */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  async #start(): Promise<void> {
    if (this.#disposed) throw new ServiceStartError(`${this.name} was disposed of`);
    this.#program = this.run();
    const { exited } = await this.#program;
    this.#exited = exited;
    void exited.then((exit) => {
      this.#first.resolve(exit);
      this.#started = undefined;
      this.#program = undefined;
    });
    await this.#ready();
  }

  async #ready(): Promise<void> {
    try {
      await answersAsService(this.spec, this, () => this.listens(), START_LIMIT_MS);
    } catch (error) {
      const reason = await startError(this, error, ServiceStartError);
      await this.kill();
      throw reason;
    }
  }

  async kill(): Promise<void> {
    const program = await this.#program?.catch(() => undefined);
    if (program === undefined) return;
    await this.killProgram();
    await program.exited;
  }

  /** A service has nothing to say at its end: it is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.kill();
    await this.remove();
  }

  protected portOf(ports: Readonly<Record<string, number>>, name: string): number {
    const port = ports[name];
    if (port === undefined) throw new ServiceStartError(`${this.name} has no port ${name}`);
    return port;
  }
}

/** Starts a service; one that can't be started leaves no place behind. */
export async function startOrRemove(service: RunningService): Promise<void> {
  try {
    await service.start();
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}
