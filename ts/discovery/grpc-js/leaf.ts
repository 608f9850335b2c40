/** Leaf is one server of a balancer: its connection, its weight, and the RPCs that it has under way. */
import { type ChannelOptions, connectivityState, experimental } from '@grpc/grpc-js';
import type { Candidate } from '../choose.ts';

type Pick = ReturnType<experimental.Picker['pick']>;

export class Leaf implements Candidate {
  readonly key: string;
  weight = 1;
  active = 0;
  readonly #connection: experimental.LeafLoadBalancer;

  constructor(
    key: string,
    endpoint: experimental.Endpoint,
    helper: experimental.ChannelControlHelper,
    options: ChannelOptions,
  ) {
    this.key = key;
    this.#connection = new experimental.LeafLoadBalancer(endpoint, helper, options, '');
  }

  get state(): connectivityState {
    return this.#connection.getConnectivityState();
  }

  connect(): void {
    this.#connection.startConnecting();
  }

  reconnect(): void {
    if (this.state === connectivityState.IDLE) this.#connection.exitIdle();
  }

  close(): void {
    this.#connection.destroy();
  }

  /** pick gives the RPC to this server, and counts it until it ends. */
  pick(args: experimental.PickArgs): Pick {
    const pick = this.#connection.getPicker().pick(args);
    if (pick.pickResultType !== experimental.PickResultType.COMPLETE) return pick;
    const settle = this.#countPicked();
    return {
      ...pick,
      onCallStarted: () => {
        settle();
        this.active += 1;
        pick.onCallStarted?.();
      },
      onCallEnded: (code, details, metadata) => {
        this.active -= 1;
        pick.onCallEnded?.(code, details, metadata);
      },
    };
  }

  /**
   * A pick counts at once, so that others of the same moment see it. Of one that doesn't start after all
   * grpc-js says nothing: it counts no longer than until the next turn of the event loop.
   */
  #countPicked(): () => void {
    this.active += 1;
    let counted = true;
    const settle = () => {
      if (counted) this.active -= 1;
      counted = false;
    };
    setImmediate(settle);
    return settle;
  }
}
