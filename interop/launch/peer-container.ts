import { PassThrough } from 'node:stream';
import { GenericContainer, PullPolicy } from 'testcontainers';
import type { ContainerRun } from './container-run.ts';
import { ControlLine } from './control-line.ts';
import type { Recipe } from './recipes.ts';
import { Tail } from './tail.ts';

/** The control port inside a container. */
export const CONTROL_PORT = 8080;

/** Where the run's Unix sockets are inside. */
export const SOCKETS = '/run/crosswire';

const STDERR_KEPT = 64 * 1024;

/**
 * A PeerContainer is testcontainers' container with what it has no setter for: output attached before the start
 * and split, the control port published on 127.0.0.1 alone, and the run's network as its only one.
 */
export class PeerContainer extends GenericContainer {
  readonly output = new PassThrough();
  readonly stdout = new ControlLine(this.output);
  readonly stderr = new Tail(STDERR_KEPT);
  /** Settles when the container's output ends, which it does with the container. */
  readonly ended: Promise<void>;
  id = '';
  readonly #run: ContainerRun;

  constructor(run: ContainerRun, image: string, recipe: Recipe, alias: string) {
    super(image);
    this.#run = run;
    this.ended = new Promise((resolve) => this.output.once('close', resolve));
    this.withPullPolicy(PullPolicy.neverPull());
    this.withAutoCleanup(false);
    this.withLabels(run.labels('peer'));
    this.withEnvironment({ ...recipe.env, CROSSWIRE_CONTROL: `0.0.0.0:${CONTROL_PORT}` });
    this.withExposedPorts(CONTROL_PORT);
    this.withNetworkMode(run.network);
    this.withName(`${run.network}-${alias}`);
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [run.network]: { Aliases: [alias] } } };
    this.hostConfig.PortBindings = {
      [`${CONTROL_PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }],
    };
    this.hostConfig.Binds = [`${run.volume}:${SOCKETS}`];
    // The engine keeps no copy of the output: we read it, and ten megabytes of it would stay on its disk.
    this.hostConfig.LogConfig = { Type: 'none', Config: {} };
  }

  /** testcontainers calls it between creation and start: nothing that the peer writes is missed. */
  protected override async containerCreated(id: string): Promise<void> {
    this.id = id;
    const container = this.#run.client.container.getById(id);
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const stderr = new PassThrough().on('data', (chunk: Buffer) => this.stderr.push(chunk));
    this.#run.client.container.dockerode.modem.demuxStream(stream, this.output, stderr);
    stream.once('close', () => this.output.end(() => this.output.destroy()));
    stream.once('error', () => this.output.destroy());
  }
}
