/** Balancers of grpc-js that keep a connection to every server, and pick one for each RPC by a policy. */
import {
  type ChannelOptions,
  experimental,
  connectivityState as State,
  type StatusObject,
} from '@grpc/grpc-js';
import { type Chooser, chooserOf } from '../choose.ts';
import { addressOf } from '../entry.ts';
import type { PolicyName } from '../policy.ts';
import { Leaf } from './leaf.ts';
import { WEIGHTS } from './resolver.ts';

type Endpoints = Parameters<experimental.LoadBalancer['updateAddressList']>[0];

abstract class PolicyBalancer implements experimental.LoadBalancer {
  readonly #policy: PolicyName;
  readonly #chooser: Chooser;
  readonly #parent: experimental.ChannelControlHelper;
  readonly #helper: experimental.ChannelControlHelper;
  readonly #leaves = new Map<string, Leaf>();
  #order: Leaf[] = [];
  #updating = false;
  #lastError = 'none yet';

  constructor(policy: PolicyName, parent: experimental.ChannelControlHelper) {
    this.#policy = policy;
    this.#chooser = chooserOf(policy);
    this.#parent = parent;
    this.#helper = experimental.createChildChannelControlHelper(parent, {
      updateState: (_state, _picker, error) => this.#leafChanged(error),
    });
  }

  getTypeName(): string {
    return this.#policy;
  }

  /** updateAddressList keeps the connections of servers that stay, whatever their weight is now. */
  updateAddressList(
    endpoints: Endpoints,
    _config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
  ): boolean {
    if (!endpoints.ok) {
      if (this.#order.length === 0) this.#fail(endpoints.error);
      return true;
    }
    this.#updating = true;
    this.#take(endpoints.value, options);
    this.#updating = false;
    this.#report();
    return true;
  }

  /** Servers are always being connected to; there is nothing to wake. */
  exitIdle(): void {}

  resetBackoff(): void {}

  destroy(): void {
    for (const leaf of this.#leaves.values()) leaf.close();
    this.#leaves.clear();
    this.#order = [];
  }

  #take(endpoints: experimental.Endpoint[], options: ChannelOptions): void {
    const weights = options[WEIGHTS] as ReadonlyMap<string, number> | undefined;
    this.#order = endpoints.map((endpoint) => {
      const leaf = this.#leafOf(endpoint, options);
      leaf.weight = weights?.get(leaf.key) ?? 1;
      return leaf;
    });
    for (const [key, leaf] of this.#leaves) {
      if (this.#order.includes(leaf)) continue;
      this.#leaves.delete(key);
      leaf.close();
    }
  }

  #leafOf(endpoint: experimental.Endpoint, options: ChannelOptions): Leaf {
    const key = endpoint.addresses.map((one) => ('host' in one ? addressOf(one) : one.path)).join();
    const known = this.#leaves.get(key);
    if (known) return known;
    const leaf = new Leaf(key, endpoint, this.#helper, options);
    this.#leaves.set(key, leaf);
    leaf.connect();
    return leaf;
  }

  #leafChanged(error: string | null): void {
    if (error) this.#lastError = error;
    if (!this.#updating) this.#report();
  }

  /** One connection is enough; without any, calls wait for the first attempts, and then fail. */
  #report(): void {
    const has = (state: State) => this.#order.some((leaf) => leaf.state === state);
    if (has(State.READY)) this.#parent.updateState(State.READY, this.#picker(), null);
    else if (has(State.CONNECTING) || has(State.IDLE))
      this.#parent.updateState(State.CONNECTING, new experimental.QueuePicker(this), null);
    else this.#fail({ details: this.#nothing() });
    for (const leaf of this.#order) leaf.reconnect();
  }

  #nothing(): string {
    if (this.#order.length === 0) return `${this.#policy}: no servers`;
    return `${this.#policy}: no server can be reached. Last error: ${this.#lastError}`;
  }

  #picker(): experimental.Picker {
    const ready = this.#order.filter(({ state }) => state === State.READY);
    const none = new experimental.QueuePicker(this);
    return { pick: (args) => (this.#chooser.choose(ready) ?? none).pick(args) };
  }

  #fail(status: Partial<StatusObject>): void {
    const picker = new experimental.UnavailablePicker(status);
    this.#parent.updateState(State.TRANSIENT_FAILURE, picker, status.details ?? null);
  }
}

export class RandomBalancer extends PolicyBalancer {
  constructor(parent: experimental.ChannelControlHelper) {
    super('random', parent);
  }
}

export class LeastConnectionsBalancer extends PolicyBalancer {
  constructor(parent: experimental.ChannelControlHelper) {
    super('least_connections', parent);
  }
}

export class WeightedBalancer extends PolicyBalancer {
  constructor(parent: experimental.ChannelControlHelper) {
    super('weighted', parent);
  }
}
