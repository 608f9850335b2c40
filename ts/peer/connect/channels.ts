/** Channels opens Connect channels, and shares them between calls with the same settings. */
import { isRegistryTarget } from '../../discovery/index.ts';
import { type CallPlan, Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';
import { Channel } from './channel.ts';

interface Shared {
  readonly channel: Channel;
  /** `Channel.key` of the plan. */
  readonly key: string;
}

export class Channels {
  readonly #open = new Map<string, Shared>();

  /** get opens the plan's channel on first use; a fresh one belongs to the caller. */
  get(plan: CallPlan): Channel {
    check(plan);
    if (plan.channel?.fresh) return new Channel(plan);
    const settings = settingsOf(plan);
    const known = this.#open.get(settings);
    if (known) return known.channel;
    const channel = new Channel(plan);
    this.#open.set(settings, { channel, key: plan.channel?.key ?? '' });
    return channel;
  }

  /** close takes the channels of one key away, or all of them. */
  close(key?: string): void {
    for (const [settings, shared] of this.#open) {
      if (key !== undefined && shared.key !== key) continue;
      shared.channel.close();
      this.#open.delete(settings);
    }
  }
}

function settingsOf({ targets, tls, channel, protocol, codec, compression }: CallPlan): string {
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  const settings = channel ? JSON.stringify(channel, plain) : '';
  const secured = tls ? JSON.stringify(tls) : '';
  return `${targets[0]}|${protocol}|${codec}|${compression}|${settings}|${secured}`;
}

function check({ targets, authority, channel, compression }: CallPlan): void {
  const discovered = targets.some(isRegistryTarget);
  const lacking = {
    targets: targets.length > 1 && !discovered && 'a transport has one base URL',
    authority: authority && 'the authority is the base URL’s',
    compression: compression === Compression.DEFLATE && 'Connect has gzip and brotli only',
    'channel.serviceConfig':
      channel?.serviceConfig && !discovered && 'Connect knows no service config',
    'channel.waitForReady':
      channel?.waitForReady && !discovered && 'Connect fails where it cannot connect',
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
}
