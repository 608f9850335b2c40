/** Where a client finds its server: at an address, or through a registry. */
import { isRegistryTarget, POLICIES, type PolicyName, parseTarget } from '../discovery/index.ts';
import { refuse } from './flags.ts';

export interface Where {
  /** "host:port", or "zookeeper://host:port/path", or "consul://host:port/service?dc=dc2". */
  readonly target: string;
  /** How one of a registry's servers is picked for a call. */
  readonly policy: PolicyName;
}

/** whereFlags are every client's; the fallbacks are its own. */
export function whereFlags(address: string, policy: PolicyName = 'round_robin') {
  return {
    address: { fallback: address, about: 'the server' },
    target: { fallback: '', about: 'instead: zookeeper:///path or consul:///service?dc=dc2' },
    policy: { fallback: policy, about: `of a target’s servers: ${POLICIES.join(', ')}` },
  } as const;
}

/** whereOf ends the program for a target or a policy that makes no sense. */
export function whereOf(
  flags: Readonly<Record<keyof ReturnType<typeof whereFlags>, string>>,
): Where {
  const policy = POLICIES.find((one) => one === flags.policy);
  if (!policy) return refuse(`--policy is one of ${POLICIES.join(', ')}, not ${flags.policy}`);
  if (flags.target === '') return { target: flags.address, policy };
  try {
    parseTarget(flags.target);
    return { target: flags.target, policy };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : `${error}`);
  }
}

/** isFound tells a registry's target from an address. */
export function isFound({ target }: Where): boolean {
  return isRegistryTarget(target);
}
