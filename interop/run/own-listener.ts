import type { PlanCase } from '../contract/case.ts';
import { CloseRequest_Mode } from '../contract/generated.ts';
import type { Route } from '../contract/wire.ts';
import { PeerRefused } from '../drive/errors.ts';
import type { Keys } from './keys.ts';
import { listenInit } from './listening.ts';
import type { Live } from './session.ts';

/** An OwnListener is a case's own, as long as its call lasts. Disposing closes it. */
export class OwnListener implements AsyncDisposable {
  readonly route: Route;
  readonly #live: Live;
  readonly #id: string;

  private constructor(live: Live, id: string, route: Route) {
    this.#live = live;
    this.#id = id;
    this.route = route;
  }

  /** Opens it under the id of the call, and says how the client gets there. */
  static async open(
    live: Live,
    id: string,
    testCase: Pick<PlanCase, 'listen' | 'dial'>,
    keys: Keys,
  ): Promise<OwnListener> {
    const { listen = {}, dial } = testCase;
    const { running, control } = live;
    const init = await listenInit(id, listen, running, keys, running.bindForCall);
    const { result } = await control.listen(init);
    if (result.case !== 'address') {
      const { field = 'address', reason = 'none given' } = result.value ?? {};
      throw new PeerRefused(running.control, `Listen: ${field}: ${reason}`);
    }
    const tls = await keys.ofClient(listen.transport ?? 'h2c', dial);
    const target = running.dial(result.value);
    return new OwnListener(live, id, { target, ...(tls && { tls, opaque: dial !== undefined }) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#live.control.close({ listener: this.#id, mode: CloseRequest_Mode.ABRUPT });
  }
}
