import type { ServiceKind, ServiceSpec, StartOptions } from './infrastructure.ts';
import { Janitor } from './janitor.ts';
import type { Launcher, Progress } from './launcher.ts';
import type { ProcessGroup } from './process-group.ts';
import { ProcessPeer } from './process-peer.ts';
import type { ProcessService } from './process-service.ts';
import { ProcessServices } from './process-services.ts';
import { asProcess, commandFor, type HowToRun } from './processes.ts';
import { type Language, languagesOf, type Recipe } from './recipes.ts';
import type { FindPrograms } from './service-programs.ts';
import { Sockets } from './sockets.ts';
import { prepareOnce } from './stamp.ts';

const START_LIMIT_MS = 20_000;

/** Settings that tests turn: how languages run, where services are found, how long a peer's start may take. */
export interface ProcessSettings {
  readonly languages?: Partial<Record<Language, HowToRun>>;
  readonly programs?: FindPrograms;
  readonly startLimitMs?: number;
}

/** A ProcessLauncher runs peers as children of the harness, on 127.0.0.1. */
export class ProcessLauncher implements Launcher {
  readonly kind = 'process';
  readonly #languages: Readonly<Record<Language, HowToRun>>;
  readonly #startLimitMs: number;
  readonly #running = new Set<ProcessPeer>();
  readonly #janitor = new Janitor();
  readonly #sockets = new Sockets(this.#janitor);
  readonly #services: ProcessServices;

  constructor(settings: ProcessSettings = {}) {
    this.#languages = { ...asProcess, ...settings.languages };
    const watch = (group: ProcessGroup) => this.#watchGroup(group);
    this.#services = new ProcessServices(this.#janitor, watch, settings.programs);
    this.#startLimitMs = settings.startLimitMs ?? START_LIMIT_MS;
  }

  async prepare(recipes: readonly Recipe[], progress: Progress): Promise<void> {
    const needed = languagesOf(recipes).map((language) => this.#languages[language].preparation);
    await Promise.all(needed.map((work) => work && prepareOnce(work, progress)));
  }

  async start(recipe: Recipe, name: string): Promise<ProcessPeer> {
    const command = commandFor(recipe, this.#languages[recipe.language]);
    const peer = new ProcessPeer(recipe, name, command, this.#sockets);
    this.#watch(peer);
    await peer.ready(this.#startLimitMs);
    return peer;
  }

  prepareServices(kinds: readonly ServiceKind[]): Promise<ReadonlyMap<ServiceKind, string>> {
    return this.#services.prepare(kinds);
  }

  startService(spec: ServiceSpec, name: string, options?: StartOptions): Promise<ProcessService> {
    return this.#services.start(spec, name, options);
  }

  /** Every start is known from its first moment, so that disposing in the middle of one leaves nothing. */
  #watch(peer: ProcessPeer): void {
    this.#running.add(peer);
    this.#watchGroup(peer.group);
    void peer.exited.then(() => this.#running.delete(peer));
  }

  #watchGroup({ pid, exited }: ProcessGroup): void {
    if (pid === undefined) return;
    this.#janitor.watchProcess(pid);
    void exited.then(() => this.#janitor.forgetProcess(pid));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const peers = [...this.#running].map((peer) => peer[Symbol.asyncDispose]());
    await Promise.all([...peers, this.#services[Symbol.asyncDispose]()]);
    await this.#sockets[Symbol.asyncDispose]();
    await this.#janitor[Symbol.asyncDispose]();
  }
}
