import { aliasOf } from './alias.ts';
import { startOrRemove } from './base-service.ts';
import type { ContainerRun } from './container-run.ts';
import { ContainerService } from './container-service.ts';
import { messageOf, ServiceStartError } from './errors.ts';
import type { Image } from './images.ts';
import type { ServiceKind, ServiceSpec, StartOptions } from './infrastructure.ts';
import { placeInContainer, ServiceContainer } from './service-container.ts';

/** ContainerServices are the services of one run in containers, all of one image. They are removed with the run. */
export class ContainerServices {
  readonly #openRun: () => Promise<ContainerRun>;
  #image: Promise<Image> | undefined;

  constructor(openRun: () => Promise<ContainerRun>) {
    this.#openRun = openRun;
  }

  /** All kinds are in the one image, or none is. */
  async prepare(
    kinds: readonly ServiceKind[],
    ensureImage: () => Promise<Image>,
  ): Promise<ReadonlyMap<ServiceKind, string>> {
    if (kinds.length === 0) return new Map();
    try {
      this.#image ??= ensureImage();
      await this.#image;
      return new Map();
    } catch (error) {
      this.#image = undefined;
      const line = messageOf(error).split('\n')[0] ?? '';
      return new Map(kinds.map((kind) => [kind, line]));
    }
  }

  async start(spec: ServiceSpec, name: string, options?: StartOptions): Promise<ContainerService> {
    if (this.#image === undefined) throw new ServiceStartError(`${name}: start before prepare`);
    const [run, image] = await Promise.all([this.#openRun(), this.#image]);
    const place = placeInContainer(spec, run);
    const alias = aliasOf(name);
    const box = await ServiceContainer.open(run, image.tag, alias, place, spec.files(place));
    const service = new ContainerService(spec, name, place, box);
    if (!options?.down) await startOrRemove(service);
    return service;
  }
}
