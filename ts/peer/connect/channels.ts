/** Channels opens Connect channels, and shares them between calls with the same settings. */
import { isRegistryTarget } from '../../discovery/index.ts';
import {
  type CallPlan,
  Compression,
  HttpVersion,
  Protocol,
} from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';
import { Channel } from './channel.ts';
import { ways } from './ways.ts';

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

function settingsOf(plan: CallPlan): string {
  const { targets, tls, channel, protocol, codec, compression } = plan;
  const { httpVersion, httpGet, authority } = plan;
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  const settings = channel ? JSON.stringify(channel, plain) : '';
  const secured = tls ? JSON.stringify(tls) : '';
  const http = `${httpVersion}|${httpGet}|${authority}`;
  return `${targets[0]}|${protocol}|${codec}|${compression}|${http}|${settings}|${secured}`;
}

function check(plan: CallPlan): void {
  const { targets, authority, channel, protocol, way } = plan;
  const discovered = targets.some(isRegistryTarget);
  const overHttp1 = plan.httpVersion === HttpVersion.HTTP_VERSION_1_1;
  const lacking = {
    targets: targets.length > 1 && !discovered && 'a transport has one base URL',
    authority: authority && discovered && 'the authority is the base URL’s',
    way: way && !ways[way] && `not one of ${Object.keys(ways)}`,
    httpVersion:
      overHttp1 && (protocol <= Protocol.GRPC || discovered) && 'a gRPC transport is HTTP/2',
    httpGet: plan.httpGet && protocol !== Protocol.CONNECT && 'only Connect calls by GET',
    'channel.serviceConfig':
      channel?.serviceConfig && !discovered && 'Connect knows no service config',
    'channel.waitForReady':
      channel?.waitForReady && !discovered && 'Connect fails where it cannot connect',
    'channel.keepalive': channel?.keepalive && overHttp1 && 'HTTP/1.1 has no PINGs',
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
  checkSends(plan);
}

/** Every message is compressed as its channel says. */
function checkSends({ steps, compression }: CallPlan): void {
  const own = compression || Compression.IDENTITY;
  for (const [index, { action }] of steps.entries()) {
    const wanted = action.case === 'send' ? action.value.compression : Compression.UNSPECIFIED;
    if (wanted !== Compression.UNSPECIFIED && wanted !== own) {
      throw new UnsupportedPart('send.compression', 'Connect compresses by size', index);
    }
  }
}
