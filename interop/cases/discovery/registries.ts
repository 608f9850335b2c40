/** The registries by the names that people know. */
export const REGISTRIES = {
  zookeeper: { name: 'ZooKeeper' },
  consul: { name: 'Consul' },
} as const;
export type RegistryKind = keyof typeof REGISTRIES;
export const REGISTRY_KINDS = ['zookeeper', 'consul'] as const;
