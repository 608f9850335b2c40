/** Config of our policies: they have no settings, so a config is its policy's name. */
import type { experimental } from '@grpc/grpc-js';

class PolicyConfig implements experimental.TypedLoadBalancingConfig {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  getLoadBalancerName(): string {
    return this.#name;
  }

  toJsonObject(): object {
    return { [this.#name]: {} };
  }
}

function configOf(name: string) {
  return class extends PolicyConfig {
    static createFromJson(): PolicyConfig {
      return new PolicyConfig(name);
    }
  };
}

/** ConfigOf is what grpc-js makes of a policy's JSON, by the policy's name. */
export const ConfigOf = {
  random: configOf('random'),
  least_connections: configOf('least_connections'),
  weighted: configOf('weighted'),
} as const;
