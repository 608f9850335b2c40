import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceStartError } from './errors.ts';
import { freePort } from './free-ports.ts';
import type { Place, ServiceKind, ServiceSpec, StartOptions } from './infrastructure.ts';
import type { Janitor } from './janitor.ts';
import type { ProcessGroup } from './process-group.ts';
import { ProcessService } from './process-service.ts';
import { allowedEnvironment } from './processes.ts';
import { findProgram, type Program } from './service-programs.ts';

/** The line that says what gets a service that isn't there. */
const notInstalled = (kind: ServiceKind): string =>
  `${kind} is not installed: scripts/infrastructure.sh gets it`;

/** ProcessServices are the services of one run as processes. They share a temporary folder, removed with the run. */
export class ProcessServices implements AsyncDisposable {
  readonly #programs = new Map<ServiceKind, Program>();
  readonly #services: ProcessService[] = [];
  readonly #janitor: Janitor;
  readonly #watch: (group: ProcessGroup) => void;
  #folder: Promise<string> | undefined;

  constructor(janitor: Janitor, watch: (group: ProcessGroup) => void) {
    this.#janitor = janitor;
    this.#watch = watch;
  }

  async prepare(kinds: readonly ServiceKind[]): Promise<ReadonlyMap<ServiceKind, string>> {
    const found = await Promise.all(
      kinds.map(async (kind) => [kind, await findProgram[kind]()] as const),
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
    const [file, ...first] = program;
    const command = {
      file,
      args: [...first, ...spec.args(place)],
      cwd: place.folder,
      env: allowedEnvironment(),
    };
    const service = new ProcessService(spec, name, {
      ...place,
      command,
      watch: this.#watch,
    });
    this.#services.push(service);
    if (!options?.down) await service.start();
    return service;
  }

  async #place(spec: ServiceSpec, name: string): Promise<Place> {
    this.#folder ??= this.#makeFolder();
    const folder = join(await this.#folder, name.replace(/[^\w-]/g, '-'));
    const ports = await Promise.all(
      spec.ports.map(async (port) => [port, await freePort()] as const),
    );
    const place = { folder, bindHost: '127.0.0.1', ports: Object.fromEntries(ports) };
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
    await Promise.all(this.#services.map((service) => service[Symbol.asyncDispose]()));
    const folder = await this.#folder;
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
