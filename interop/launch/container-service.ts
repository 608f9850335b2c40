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

/**
 * A ContainerService is a service in a container of the run's network, where its name is its host name. The
 * container outlives the program: a killed service's address refuses connections and stays its own, as on a
 * host, while a stopped container would lose its address to the next one, and take no connection's end along.
 */
export class ContainerService extends BaseService {
  readonly #place: Place;
  readonly #box: ServiceContainer;

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

  /**
   * By signals, as on a host, not by the engine's pause: an engine under load takes a container for paused that
   * isn't, and the reverse (Docker 20.10: unpausing soon after pausing may be refused, and leave it frozen).
   */
  pause(): Promise<void> {
    return this.#signal('STOP');
  }

  resume(): Promise<void> {
    return this.#signal('CONT');
  }

  protected killProgram(): Promise<void> {
    return this.#signal('KILL');
  }

  /** Reaches everything but the container's first process, and the one that sends it (kill(2)). */
  async #signal(name: string): Promise<void> {
    const sent = await execIn(this.#container, ['bash', '-c', `kill -${name} -1`]);
    await sent.exited;
  }

  protected remove(): Promise<void> {
    return this.#box.remove();
  }

  get #container(): EngineContainer {
    return this.#box.container;
  }
}
