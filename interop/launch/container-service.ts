import { BaseService, type ServiceProgram } from './base-service.ts';
import { type EngineContainer, execIn } from './container-exec.ts';
import type { Place, ServiceSpec } from './infrastructure.ts';
import type { ServiceContainer } from './service-container.ts';
import { programInImage } from './service-programs.ts';

/** The ports as arguments: succeeds when all of them take connections, fails when they don't for a second. */
const LISTENS = `for port; do
  for try in {1..40}; do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2; sleep 0.025; done
  exit 1
done`;

/** Everything but the container's first process, and this one (kill(2)). */
const KILL_ALL = 'kill -9 -1';

/**
 * A ContainerService is a service in a container of the run's network, where its name is its host name. The
 * container outlives the program: a killed service's address refuses connections and stays its own, as on a
 * host, while a stopped container would lose its address to the next one, and take no connection's end along.
 */
export class ContainerService extends BaseService {
  readonly #place: Place;
  readonly #box: ServiceContainer;
  #paused = false;

  constructor(spec: ServiceSpec, name: string, place: Place, box: ServiceContainer) {
    super(spec, name);
    this.#place = place;
    this.#box = box;
  }

  address(port: string): string {
    return `${this.#box.alias}:${this.portOf(this.#place.ports, port)}`;
  }

  harnessAddress(port: string): string {
    return `127.0.0.1:${this.portOf(this.#box.published, port)}`;
  }

  protected run(): Promise<ServiceProgram> {
    const command = [...programInImage[this.kind], ...this.spec.args(this.#place)];
    return execIn(this.#container, command, { output: (chunk) => this.output.push(chunk) });
  }

  /** Asked inside: a published port takes connections whether or not somebody listens behind it. */
  protected async listens(): Promise<boolean> {
    const ports = Object.values(this.#place.ports).map(String);
    const asked = await execIn(this.#container, ['bash', '-c', LISTENS, 'listens', ...ports]);
    return (await asked.exited).code === 0;
  }

  async pause(): Promise<void> {
    await this.#container.pause();
    this.#paused = true;
  }

  async resume(): Promise<void> {
    await this.#container.unpause();
    this.#paused = false;
  }

  /** A paused container starts nothing, not even a kill. */
  protected async killProgram(): Promise<void> {
    if (this.#paused) await this.resume();
    await (await execIn(this.#container, ['bash', '-c', KILL_ALL])).exited;
  }

  protected remove(): Promise<void> {
    return this.#box.remove();
  }

  get #container(): EngineContainer {
    return this.#box.container;
  }
}
