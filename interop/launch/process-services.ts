import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOrRemove } from './base-service.ts';
import { ServiceStartError } from './errors.ts';
import { freePort } from './free-ports.ts';
import type { Place, ServiceKind, ServiceSpec, StartOptions } from './infrastructure.ts';
import type { Janitor } from './janitor.ts';
import type { Command, ProcessGroup } from './process-group.ts';
import { ProcessService } from './process-service.ts';
import { allowedEnvironment } from './processes.ts';
import { type FindPrograms, findPrograms, type Program } from './service-programs.ts';

/** The line that says what gets a service that isn't there. */
const notInstalled = (kind: ServiceKind): string =>
  `${kind} is not installed: scripts/infrastructure.sh gets it`;

/** ProcessServices are the services of one run as processes. They share a temporary folder, removed with the run. */
export class ProcessServices implements AsyncDisposable {
  readonly #programs = new Map<ServiceKind, Program>();
  readonly #services: ProcessService[] = [];
  readonly #janitor: Janitor;
  readonly #watch: (group: ProcessGroup) => void;
  readonly #find: FindPrograms;
  #folder: Promise<string> | undefined;
  #disposed = false;

  constructor(janitor: Janitor, watch: (group: ProcessGroup) => void, find = findPrograms) {
    this.#janitor = janitor;
    this.#watch = watch;
    this.#find = find;
  }

  async prepare(kinds: readonly ServiceKind[]): Promise<ReadonlyMap<ServiceKind, string>> {
    const found = await Promise.all(
      kinds.map(async (kind) => [kind, await this.#find[kind]()] as const),
    );
    for (const [kind, program] of found) if (program) this.#programs.set(kind, program);
    return new Map(
      found.flatMap(([kind, program]) => (program ? [] : [[kind, notInstalled(kind)]])),
    );
  }

  async start(spec: ServiceSpec, name: string, options?: StartOptions): Promise<ProcessService> {
    const program = this.#programs.get(spec.kind);
    if (program === undefined) throw new ServiceStartError(`${name}: ${notInstalled(spec.kind)}`);
    const place = await this.#place(spec, name);
    // Disposing in the middle of a start must leave nothing.
    if (this.#disposed) throw new ServiceStartError(`${name}: the run has ended`);
    const command = commandOf(program, spec, place);
    const service = new ProcessService(spec, name, { ...place, command, watch: this.#watch });
    this.#services.push(service);
    if (!options?.down) await startOrRemove(service);
    return service;
  }

  async #place(spec: ServiceSpec, name: string): Promise<Place> {
    this.#folder ??= this.#makeFolder();
    const folder = join(await this.#folder, name.replace(/[^\w-]/g, '-'));
    const ports = await Promise.all(
      spec.ports.map(async (port) => [port, await freePort()] as const),
    );
    const place: Place = {
      ...{ folder, bindHost: '127.0.0.1', ports: Object.fromEntries(ports) },
      upstream: (address) => address,
    };
    await mkdir(folder, { mode: 0o700 });
    const write = ([file, text]: [string, string]) =>
      writeFile(join(folder, file), text, { mode: 0o600 });
    await Promise.all(Object.entries(spec.files(place)).map(write));
    return place;
  }

  async #makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'crosswire-services-'));
    this.#janitor.watchFolder(folder);
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all(this.#services.map((service) => service[Symbol.asyncDispose]()));
    const folder = await this.#folder;
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function commandOf([file, ...first]: Program, spec: ServiceSpec, place: Place): Command {
  const args = [...first, ...spec.args(place)];
  return { file, args, cwd: place.folder, env: allowedEnvironment() };
}
