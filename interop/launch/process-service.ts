import { rm } from 'node:fs/promises';
import { BaseService } from './base-service.ts';
import type { Place, ServiceSpec } from './infrastructure.ts';
import { type Command, ProcessGroup } from './process-group.ts';
import { connects } from './service-answers.ts';

/** What a service as a process is given by the run that it belongs to. */
export interface ProcessPlace extends Place {
  readonly command: Command;
  /** Is told of each process that is started. */
  readonly watch: (group: ProcessGroup) => void;
}

/** A ProcessService is a service as a child of the harness, on ports of 127.0.0.1. */
export class ProcessService extends BaseService {
  readonly #place: ProcessPlace;
  #group: ProcessGroup | undefined;

  constructor(spec: ServiceSpec, name: string, place: ProcessPlace) {
    super(spec, name);
    this.#place = place;
  }

  get pid(): number | undefined {
    return this.#group?.pid;
  }

  get folder(): string {
    return this.#place.folder;
  }

  address(port: string): string {
    return `127.0.0.1:${this.portOf(this.#place.ports, port)}`;
  }

  harnessAddress(port: string): string {
    return this.address(port);
  }

  protected async run(): Promise<ProcessGroup> {
    const { command, watch } = this.#place;
    const group = new ProcessGroup(command, ['ignore', 'pipe', 'pipe'], this.output);
    group.child.stdout?.on('data', (chunk: Buffer) => this.output.push(chunk));
    // nginx' worker outlives a master that dies by itself.
    void group.exited.then(() => group.signal('SIGKILL'));
    this.#group = group;
    watch(group);
    return group;
  }

  protected async listens(): Promise<boolean> {
    const ports = this.spec.ports.map((port) => connects(this.address(port)));
    return (await Promise.all(ports)).every((does) => does);
  }

  async pause(): Promise<void> {
    this.#group?.signal('SIGSTOP');
  }

  async resume(): Promise<void> {
    this.#group?.signal('SIGCONT');
  }

  protected async killProgram(): Promise<void> {
    this.#group?.signal('SIGKILL');
  }

  protected remove(): Promise<void> {
    return rm(this.#place.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
