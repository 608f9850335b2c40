/** Policy is the name of a way to pick a server for each RPC, as a gRPC service config has it. */
export const POLICIES = ['random', 'round_robin', 'least_connections', 'weighted'] as const;

export type PolicyName = (typeof POLICIES)[number];

/**
 * policyOf reads a service config: of its `loadBalancingConfig` the first policy that is known
 * counts (gRFC A24). Without a config, or without that field, it is round_robin.
 */
export function policyOf(serviceConfig: string): PolicyName {
  if (serviceConfig === '') return 'round_robin';
  const list = listOf(serviceConfig);
  if (list === undefined) return 'round_robin';
  if (!Array.isArray(list)) throw new Error('loadBalancingConfig is not a list');
  const names = list.map(nameOf);
  const known = names.find((name): name is PolicyName => POLICIES.some((one) => one === name));
  if (known) return known;
  throw new Error(`no policy is known of ${JSON.stringify(names).slice(0, 200)}`);
}

function listOf(serviceConfig: string): unknown {
  let config: unknown;
  try {
    config = JSON.parse(serviceConfig);
  } catch {
    throw new Error('the service config is not JSON');
  }
  if (!isObject(config)) throw new Error('the service config is no object');
  return config.loadBalancingConfig;
}

function nameOf(item: unknown): string {
  const names = isObject(item) ? Object.keys(item) : [];
  const [name] = names;
  if (names.length === 1 && name !== undefined) return name;
  throw new Error('an item of loadBalancingConfig does not have exactly one policy');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
