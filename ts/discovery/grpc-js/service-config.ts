/** Service config of a channel, where it must be other than grpc-js would read it. */
import { type ChannelOptions, experimental, type ServiceConfig } from '@grpc/grpc-js';

/**
 * serviceConfigOf is what the resolver gives: nothing where the channel's own config names a policy,
 * else that config with round_robin, since grpc-js would take pick_first. It throws where no policy
 * that is named is known: grpc-js would take pick_first there, too.
 */
export function serviceConfigOf(options: ChannelOptions): ServiceConfig | undefined {
  const text = options['grpc.service_config'];
  const config: Partial<ServiceConfig> = text ? JSON.parse(text) : {};
  const policies = (config.loadBalancingConfig ?? []).flatMap((one) => Object.keys(one));
  if (policies.length === 0) return { ...withTimeouts(config), loadBalancingConfig: [ROUND_ROBIN] };
  if (policies.some(experimental.isLoadBalancerNameRegistered)) return undefined;
  throw new Error(`no policy is known of ${JSON.stringify(policies).slice(0, 200)}`);
}

const ROUND_ROBIN = { round_robin: {} };

/** A resolver gives timeouts as numbers, JSON has them as texts ("1.5s"). */
function withTimeouts(config: Partial<ServiceConfig>): ServiceConfig {
  const methods = (config.methodConfig ?? []).map(({ timeout, ...method }) => {
    const given: unknown = timeout;
    const parsed = typeof given === 'string' ? experimental.parseDuration(given) : timeout;
    return parsed ? { ...method, timeout: parsed } : method;
  });
  return { loadBalancingConfig: [], ...config, methodConfig: methods };
}
