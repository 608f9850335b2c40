import { randomBytes } from 'node:crypto';
import type { ContainerRuntimeClient } from 'testcontainers';
import { steerTestcontainers } from './engine.ts';
import { Janitor } from './janitor.ts';
import { ownerText, thisOwner } from './owner.ts';
import { removeRun } from './sweep.ts';

/** A ContainerRun is what the containers of one run share: an id in their labels, one network, one janitor. */
export class ContainerRun implements AsyncDisposable {
  readonly id = randomBytes(5).toString('hex');
  readonly network = `crosswire-${this.id}`;
  readonly client: ContainerRuntimeClient;
  readonly #janitor = new Janitor();

  private constructor(client: ContainerRuntimeClient) {
    this.client = client;
  }

  /** Opens a run: the janitor knows of it before the engine does. */
  static async open(): Promise<ContainerRun> {
    await steerTestcontainers();
    const { getContainerRuntimeClient } = await import('testcontainers');
    const run = new ContainerRun(await getContainerRuntimeClient());
    run.#janitor.watchRun(run.id);
    await run.client.network.create({
      Name: run.network,
      CheckDuplicate: true,
      Driver: 'bridge',
      Labels: run.labels('network'),
    });
    return run;
  }

  /** The labels by which a sweep finds what is ours, whose it is, and how old. */
  labels(kind: 'peer' | 'service' | 'network'): Record<string, string> {
    return {
      crosswire: kind,
      'crosswire.run': this.id,
      'crosswire.owner': ownerText(thisOwner()),
      'crosswire.since': String(Date.now()),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeRun(this.id);
    await this.#janitor[Symbol.asyncDispose]();
  }
}
