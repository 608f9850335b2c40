import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { CloseRequest_Mode, ObserveRequest_Until } from '../../contract/generated.ts';
import type { ListenerSettings } from '../../contract/listen.ts';
import type { RegisterOptions, StageServer } from '../../contract/stage.ts';
import { isSecure, type Keys } from '../keys.ts';
import { listenInit } from '../listening.ts';
import type { Live } from '../session.ts';

/** How long calls that are open may go on after a server's planned end. */
const GRACE_MS = 5_000;
const CLOSING_MS = 500;
/** How long a call that is over at its client may take to settle at its server. */
const SETTLED_MS = 10_000;

/** How a LiveServer is opened. */
interface Opening extends ListenerSettings {
  readonly keys: Keys;
  /** The process is this stage's own. */
  readonly apart: boolean;
  /** What clients dial instead of an address. */
  readonly tapped: (server: string, address: string) => Promise<string>;
}

interface Addresses {
  readonly address: string;
  readonly bound: string;
}

/** A LiveServer is a listener that a stage opened on a peer's process. */
export class LiveServer implements StageServer {
  readonly name: string;
  readonly id: string;
  readonly live: Live;
  readonly address: string;
  /** What it has bound itself: the address, unless a tap is before it. */
  readonly bound: string;
  readonly #apart: boolean;
  #gone = false;

  private constructor(live: Live, id: string, name: string, at: Addresses, apart: boolean) {
    this.live = live;
    this.id = id;
    this.name = name;
    this.address = at.address;
    this.bound = at.bound;
    this.#apart = apart;
  }

  static async open(live: Live, id: string, name: string, options: Opening): Promise<LiveServer> {
    const { apart, tapped, keys, ...settings } = options;
    const { running } = live;
    // A certificate names the usual addresses alone.
    const usual = isSecure(settings.transport ?? 'h2c') ? running.bind : running.bindApart;
    const { result } = await live.control.listen(
      await listenInit(id, settings, running, keys, usual),
    );
    if (result.case !== 'address') {
      throw new StageError(
        `${live.info.peer} can't listen: ${result.value?.reason ?? 'no reason'}`,
      );
    }
    const bound = running.dial(result.value);
    return new LiveServer(live, id, name, { bound, address: await tapped(name, bound) }, apart);
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
    const at = this.address.lastIndexOf(':');
    const [host, port] = [this.address.slice(0, at), Number(this.address.slice(at + 1))];
    return this.live.control.register({
      ...{ listener: this.id, registry, host, port, weight, checkAddress },
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
    const init = { listener: this.id, mode, grace, settle };
    await this.live.control.close(init, settleMs + graceMs);
    this.#gone = true;
  }

  /** Leaves when the case is over, and nobody calls any more. */
  close(): Promise<void> {
    return this.leave(0, CLOSING_MS);
  }

  stats() {
    return this.live.control.stats();
  }

  async observe(callId: string, limitMs = SETTLED_MS) {
    const { hops } = await this.live.control.observe(callId, ObserveRequest_Until.SETTLED, limitMs);
    return hops;
  }

  signal(callId: string, name: string): Promise<void> {
    return this.live.control.signal(callId, name);
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
