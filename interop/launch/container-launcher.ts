import { ContainerPeer } from './container-peer.ts';
import { ContainerRun } from './container-run.ts';
import { ContainerServices } from './container-services.ts';
import type { ImageName } from './dockerfile.ts';
import { type Engine, findEngine } from './engine.ts';
import { EngineError } from './errors.ts';
import { ensureImage, type Image } from './images.ts';
import type { RunningService, ServiceKind, ServiceSpec, StartOptions } from './infrastructure.ts';
import type { Launcher, Progress } from './launcher.ts';
import { type Language, languagesOf, type Recipe } from './recipes.ts';
import { sweepDeadRuns } from './sweep.ts';

/** What crashes is told at once; this is for a busy machine, on which fifteen containers start together. */
const START_LIMIT_MS = 60_000;

/** How an image is had; tests have one of their own. */
export type EnsureImage = (engine: Engine, name: ImageName, progress: Progress) => Promise<Image>;

/** Settings that tests turn. */
export interface ContainerSettings {
  readonly ensureImage?: EnsureImage;
  readonly startLimitMs?: number;
}

/** A ContainerLauncher runs peers in containers of one network, and publishes their control ports alone. */
export class ContainerLauncher implements Launcher {
  readonly kind = 'container';
  readonly #images = new Map<Language, Image>();
  readonly #ensureImage: EnsureImage;
  readonly #startLimitMs: number;
  readonly #services: ContainerServices;
  #run: Promise<ContainerRun> | undefined;

  constructor(settings: ContainerSettings = {}) {
    this.#ensureImage = settings.ensureImage ?? ensureImage;
    this.#services = new ContainerServices(() => this.#openRun());
    this.#startLimitMs = settings.startLimitMs ?? START_LIMIT_MS;
  }

  async prepare(recipes: readonly Recipe[], progress: Progress): Promise<void> {
    const engine = await findEngine();
    const ensure = async (language: Language) =>
      this.#images.set(language, await this.#ensureImage(engine, language, progress));
    const [swept] = await Promise.all([sweepDeadRuns(), ...languagesOf(recipes).map(ensure)]);
    if (swept.length > 0) progress(`removed the containers of ${swept.length} runs that had ended`);
  }

  async start(recipe: Recipe, name: string): Promise<ContainerPeer> {
    const image = this.#images.get(recipe.language);
    if (image === undefined) throw new EngineError(`${recipe.id}: start before prepare`);
    const peer = new ContainerPeer(await this.#openRun(), image, recipe, name);
    await peer.ready(this.#startLimitMs);
    return peer;
  }

  async prepareServices(
    kinds: readonly ServiceKind[],
    progress: Progress,
  ): Promise<ReadonlyMap<ServiceKind, string>> {
    const ensure = async () => this.#ensureImage(await findEngine(), 'infrastructure', progress);
    return this.#services.prepare(kinds, ensure);
  }

  startService(spec: ServiceSpec, name: string, options?: StartOptions): Promise<RunningService> {
    return this.#services.start(spec, name, options);
  }

  #openRun(): Promise<ContainerRun> {
    this.#run ??= ContainerRun.open();
    return this.#run;
  }

  /** The id in the labels of the run's containers; undefined before the first start. */
  async runId(): Promise<string | undefined> {
    return (await this.#run)?.id;
  }

  /** What still runs is removed with the run, by its label. */
  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#run)?.[Symbol.asyncDispose]();
  }
}
