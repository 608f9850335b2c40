import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { CloseRequest_Mode, WireTransport } from '../../contract/generated.ts';
import type { ListenOptions, RegisterOptions, StageServer } from '../../contract/stage.ts';
import type { Live } from '../session.ts';

/** How long calls that are open may go on after a server's planned end. */
const GRACE_MS = 5_000;
const CLOSING_MS = 500;

/** A LiveServer is a listener that a stage opened on a peer's process. */
export class LiveServer implements StageServer {
  readonly name: string;
  readonly id: string;
  readonly live: Live;
  readonly address: string;
  readonly #apart: boolean;
  #gone = false;

  private constructor(live: Live, id: string, name: string, address: string, apart: boolean) {
    this.live = live;
    this.id = id;
    this.name = name;
    this.address = address;
    this.#apart = apart;
  }

  /** Opens a listener; `apart` says that the process is this stage's own. */
  static async open(
    live: Live,
    id: string,
    name: string,
    options: ListenOptions & { readonly apart: boolean },
  ): Promise<LiveServer> {
    const { apart, ...settings } = options;
    const { bind } = live.running;
    const init = { id, transport: WireTransport.H2C, bind, ...settings };
    const { result } = await live.control.listen(init);
    if (result.case !== 'address') {
      throw new StageError(
        `${live.info.peer} can't listen: ${result.value?.reason ?? 'no reason'}`,
      );
    }
    return new LiveServer(live, id, name, live.running.dial(result.value), apart);
  }

  get peer(): string {
    return this.live.info.peer;
  }

  /** Whether its control port can be asked now. */
  get answers(): boolean {
    return !this.#gone;
  }

  register(registry: string, options: RegisterOptions = {}): Promise<string> {
    const { weight = 0, sessionTimeoutMs, checkIntervalMs, checkAddress = '' } = options;
    const host = this.address.slice(0, this.address.lastIndexOf(':'));
    return this.live.control.register({
      ...{ listener: this.id, registry, host, weight, checkAddress },
      ...(sessionTimeoutMs === undefined
        ? {}
        : { sessionTimeout: durationFromMs(sessionTimeoutMs) }),
      ...(checkIntervalMs === undefined ? {} : { checkInterval: durationFromMs(checkIntervalMs) }),
    });
  }

  setHealth(serving: boolean): Promise<void> {
    return this.live.control.setHealth(this.id, serving);
  }

  async leave(settleMs: number, graceMs = GRACE_MS): Promise<void> {
    if (this.#gone) return;
    const [grace, settle] = [durationFromMs(graceMs), durationFromMs(settleMs)];
    const mode = CloseRequest_Mode.DRAIN;
    await this.live.control.close({ listener: this.id, mode, grace, settle });
    this.#gone = true;
  }

  /** Leaves when the case is over, and nobody calls any more. */
  close(): Promise<void> {
    return this.leave(0, CLOSING_MS);
  }

  async kill(): Promise<void> {
    if (!this.#apart) throw new StageError(`${this.name} shares its process with other cases`);
    this.#gone = true;
    await this.live.running.kill();
  }
}

/** A StageError is something that a scenario could not be given: it fails the case, with its text. */
export class StageError extends Error {
  override readonly name = 'StageError';
}
