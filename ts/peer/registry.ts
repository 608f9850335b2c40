/** Registry of a plan: where it lets the channel find its servers, and how one is picked. */
import { isRegistryTarget, type PolicyName, parseTarget, policyOf } from '../discovery/index.ts';
import type { CallPlan } from '../gen/crosswire/peer/v1/plan_pb.js';
import { badPlan } from './errors.ts';

export interface Registry {
  readonly target: string;
  readonly policy: PolicyName;
}

/** registryOf is undefined for a plan that names its servers itself. */
export function registryOf({ targets, channel }: CallPlan): Registry | undefined {
  const target = targets.find(isRegistryTarget);
  if (target === undefined) return undefined;
  if (targets.length > 1) throw badPlan('targets: a registry is the only target of a channel');
  try {
    parseTarget(target);
    return { target, policy: policyOf(channel?.serviceConfig ?? '') };
  } catch (error) {
    throw badPlan(error instanceof Error ? error.message : `${error}`);
  }
}
