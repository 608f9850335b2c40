import { type EngineContainer, execIn } from './container-exec.ts';
import type { ContainerRun } from './container-run.ts';
import { messageOf, ServiceStartError } from './errors.ts';
import type { Place, ServiceSpec } from './infrastructure.ts';

/** The folder of a service in its container, made by docker/infrastructure.Dockerfile. */
const FOLDER = '/service';
const FIRST_PORT = 7000;

/** Writes its standard input into the file that is its argument, for its user's eyes only. */
const WRITE = 'umask 077 && cat >"$1"';

/** Where a service runs in a container of its own: nobody else has its ports. */
export const placeInContainer = ({ ports }: ServiceSpec, run: ContainerRun): Place => ({
  folder: FOLDER,
  bindHost: '0.0.0.0',
  ports: Object.fromEntries(ports.map((name, index) => [name, FIRST_PORT + index])),
  upstream: (address) => run.withIpv4(address),
});

/** A ServiceContainer is the place of one service: a container that waits, with its files and published ports. */
export class ServiceContainer {
  readonly alias: string;
  readonly container: EngineContainer;
  /** Each port's number on 127.0.0.1 of the engine's machine. */
  readonly published: Readonly<Record<string, number>>;

  private constructor(
    alias: string,
    container: EngineContainer,
    published: Readonly<Record<string, number>>,
  ) {
    this.alias = alias;
    this.container = container;
    this.published = published;
  }

  static async open(
    run: ContainerRun,
    image: string,
    alias: string,
    place: Place,
    files: Readonly<Record<string, string>>,
  ): Promise<ServiceContainer> {
    const container = await run.client.container.dockerode.createContainer(
      optionsOf(run, image, alias, Object.values(place.ports)),
    );
    try {
      await container.start();
      const write = (file: [string, string]) => writeFile(container, ...file);
      await Promise.all(Object.entries(files).map(write));
      return new ServiceContainer(alias, container, await publishedPorts(container, place));
    } catch (error) {
      // The run may have ended in between, and its network with it.
      await container.remove({ force: true, v: true }).catch(orGone);
      throw new ServiceStartError(`${alias}: ${messageOf(error)}`, { cause: error });
    }
  }

  async remove(): Promise<void> {
    await this.container.remove({ force: true, v: true }).catch(orGone);
  }
}

function optionsOf(run: ContainerRun, image: string, alias: string, ports: readonly number[]) {
  const bindings = ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]]);
  return {
    name: `${run.network}-${alias}`,
    Image: image,
    Labels: run.labels('service'),
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      NetworkMode: run.network,
      PortBindings: Object.fromEntries(bindings),
      LogConfig: { Type: 'none', Config: {} },
    },
    NetworkingConfig: { EndpointsConfig: { [run.network]: { Aliases: [alias] } } },
  };
}

async function writeFile(container: EngineContainer, name: string, text: string): Promise<void> {
  const command = ['sh', '-c', WRITE, 'write', `${FOLDER}/${name}`];
  const { code } = await (await execIn(container, command, { stdin: text })).exited;
  if (code !== 0) throw new ServiceStartError(`${name} could not be written (code ${code})`);
}

async function publishedPorts(container: EngineContainer, { ports }: Place) {
  const { NetworkSettings } = await container.inspect();
  const found = Object.entries(ports).map(([name, port]) => {
    const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
    return [name, Number(published)] as const;
  });
  return Object.fromEntries(found);
}

/** 404 and 409: it is gone, or going. */
function orGone(error: { statusCode?: number }): void {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
}
