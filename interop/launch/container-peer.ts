import type { WaitStrategy } from 'testcontainers';
import { aliasOf } from './alias.ts';
import { answers } from './answers.ts';
import type { ContainerRun } from './container-run.ts';
import { PeerStartError } from './errors.ts';
import { exitOfCode } from './exit-code.ts';
import type { Image } from './images.ts';
import type { Address, Exit, RunningPeer } from './launcher.ts';
import { CONTROL_PORT, PeerContainer, SOCKETS } from './peer-container.ts';
import type { Recipe } from './recipes.ts';
import { socketIn } from './sockets.ts';
import { startError } from './start-error.ts';
import { settlesWithin, within } from './within.ts';

const GRACE_MS = 3000;

/** A ContainerPeer is a peer in a container of the run's network, where its name is its host name. */
export class ContainerPeer implements RunningPeer {
  readonly recipe: Recipe;
  readonly name: string;
  readonly bind = '0.0.0.0:0';
  readonly bindForCall = this.bind;
  readonly bindApart = this.bind;
  bind6: string | undefined;
  readonly digest: string;
  readonly exited: Promise<Exit>;
  control: Address = { host: '127.0.0.1', port: 0 };
  readonly #container: PeerContainer;
  readonly #run: ContainerRun;
  #address6 = '';
  #removed: Promise<void> | undefined;

  constructor(run: ContainerRun, image: Image, recipe: Recipe, name: string) {
    this.recipe = recipe;
    this.name = aliasOf(name);
    this.digest = image.digest;
    this.#run = run;
    this.#container = new PeerContainer(run, image.tag, recipe, this.name);
    this.exited = this.#container.ended.then(() => this.#exit());
  }

  get stdoutBytes(): number {
    return this.#container.stdout.bytesAfter;
  }

  /** Starts the container and waits until its control port answers; one that doesn't is removed, and told about. */
  async ready(limitMs: number): Promise<void> {
    try {
      const late = () => new PeerStartError(`no control line within ${limitMs / 1000} s`);
      const port = await within(limitMs, this.#startedPort(), late);
      this.control = { host: '127.0.0.1', port };
      await answers(this.control);
    } catch (error) {
      const reason = await startError(this, error, PeerStartError);
      await this[Symbol.asyncDispose]();
      throw reason;
    }
  }

  /** The published port, after the control line. A crash fails the line at once; testcontainers alone takes 10 s. */
  async #startedPort(): Promise<number> {
    const starting = this.#container.withWaitStrategy(NO_WAITING).start();
    const [started] = await Promise.all([starting, this.#container.stdout.address]);
    if (this.#run.hasIpv6) await this.#findAddresses();
    return started.getMappedPort(CONTROL_PORT);
  }

  /** Where there is one family, the name says it all. */
  async #findAddresses(): Promise<void> {
    const { NetworkSettings } = await this.#engine().inspect();
    const { IPAddress = '', GlobalIPv6Address = '' } =
      NetworkSettings.Networks[this.#run.network] ?? {};
    if (IPAddress !== '') this.#run.keepIpv4(this.name, IPAddress);
    this.#address6 = GlobalIPv6Address;
    if (this.#address6 !== '') this.bind6 = `[${this.#address6}]:0`;
  }

  /** The port alone: a container's address is its own. */
  bindAgain(address: string): string {
    return this.bind.replace(/:0$/, address.slice(address.lastIndexOf(':')));
  }

  async socket(name: string): Promise<string> {
    return socketIn(SOCKETS, name);
  }

  /** By the name, which stands for both families; what was bound to IPv6 alone by its address. */
  dial(address: string): string {
    if (address.startsWith('unix:')) return address;
    const port = address.slice(address.lastIndexOf(':') + 1);
    return address.startsWith('[') ? `[${this.#address6}]:${port}` : `${this.name}:${port}`;
  }

  stderrTail(): string {
    return this.#container.stderr.text();
  }

  async kill(): Promise<void> {
    // 409: it isn't running any more.
    await this.#engine()
      .kill()
      .catch(() => undefined);
    await this.exited;
  }

  /** The peer itself alone: processes that it started go on. The engine's own pause is unreliable, see ContainerService. */
  async pause(): Promise<void> {
    await this.#engine().kill({ signal: 'SIGSTOP' });
  }

  async resume(): Promise<void> {
    await this.#engine().kill({ signal: 'SIGCONT' });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#removed ??= this.#remove();
    return this.#removed;
  }

  async #remove(): Promise<void> {
    if (this.#container.id === '') return;
    // A paused one shall hear of its end. 409: it isn't running any more.
    await this.resume().catch(() => undefined);
    // 304 and 404: it has stopped by itself, or is gone.
    await this.#engine()
      .stop({ t: GRACE_MS / 1000 })
      .catch(() => undefined);
    await settlesWithin(GRACE_MS, this.exited);
    await this.#engine()
      .remove({ force: true, v: true })
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
      });
  }

  #engine() {
    return this.#run.client.container.getById(this.#container.id);
  }

  /** The engine's answer. A container that somebody else has removed can't be asked any more. */
  async #exit(): Promise<Exit> {
    const answer: unknown = await this.#engine()
      .wait()
      .catch(() => undefined);
    const code = (answer as { StatusCode?: number } | undefined)?.StatusCode ?? null;
    return exitOfCode(code);
  }
}

/** testcontainers' own waiting needs a shell in the image, or kept logs; ours is the control line. */
const NO_WAITING: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => NO_WAITING,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};
