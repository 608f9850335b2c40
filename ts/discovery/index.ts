/** Discovery finds servers in ZooKeeper or Consul, and makes servers known there. */
export { followKey } from './consul/key.ts';
export { POLICIES, type PolicyName, policyOf } from './policy.ts';
export { register } from './register.ts';
export { isRegistryTarget, parseTarget, TargetError } from './target.ts';
export type {
  RegisterOptions,
  Registration,
  ServerEntry,
  Target,
  Watch,
  Watcher,
} from './types.ts';
export { watchServers } from './watch.ts';
