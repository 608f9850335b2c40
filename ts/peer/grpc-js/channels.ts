/** Channels opens grpc-js clients, and shares them between calls with the same settings. */
import { isIP } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { installDiscovery } from '../../discovery/grpc-js/index.ts';
import {
  type CallPlan,
  type Channel,
  Codec,
  Compression,
  HttpVersion,
  type Keepalive,
  type Limits,
  Protocol,
} from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';
import { type Registry, registryOf } from '../registry.ts';
import { millis } from '../time.ts';
import { algorithmOf } from './compression.ts';
import { clientCredentials } from './credentials.ts';
import { ways } from './ways.ts';

interface Shared {
  readonly client: grpc.Client;
  /** `Channel.key` of the plan. */
  readonly key: string;
}

export class Channels {
  readonly #open = new Map<string, Shared>();

  /** get opens the plan's channel on first use; a fresh one belongs to the caller. */
  get(wanted: CallPlan): grpc.Client {
    check(wanted);
    const plan = { ...wanted, compression: algorithmOf(wanted) };
    if (plan.channel?.fresh) return openClient(plan);
    const key = keyOf(plan);
    const known = this.#open.get(key);
    if (known) return known.client;
    const client = openClient(plan);
    this.#open.set(key, { client, key: plan.channel?.key ?? '' });
    return client;
  }

  /** close takes the channels of one key away, or all of them. */
  close(key?: string): void {
    for (const [settings, shared] of this.#open) {
      if (key !== undefined && shared.key !== key) continue;
      shared.client.close();
      this.#open.delete(settings);
    }
  }
}

function check({ protocol, codec, httpVersion, httpGet, way }: CallPlan): void {
  const lacking = {
    protocol: protocol > Protocol.GRPC && 'grpc-js speaks gRPC only',
    codec: codec > Codec.PROTO && 'grpc-js names every content application/grpc',
    httpVersion: httpVersion === HttpVersion.HTTP_VERSION_1_1 && 'grpc-js speaks HTTP/2 only',
    httpGet: httpGet && 'gRPC has no GET',
    way: way && !ways[way] && `not one of ${Object.keys(ways)}`,
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
}

function keyOf({ targets, tls, channel, compression }: CallPlan): string {
  const settings = channel ? JSON.stringify(channel, plainBigint) : '';
  return `${targets.join(',')}|${compression}|${settings}|${tls ? JSON.stringify(tls) : ''}`;
}

function plainBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function openClient(plan: CallPlan): grpc.Client {
  const registry = registryOf(plan);
  if (registry) installDiscovery();
  const address = registry?.target ?? addressOf(plan.targets);
  const options = { ...optionsOf(plan), ...(registry && picking(registry, plan.channel)) };
  return new grpc.Client(address, clientCredentials(plan.tls), options);
}

/** picking names the policy also where the plan has none: grpc-js would take pick_first. */
function picking({ policy }: Registry, channel: Channel | undefined): grpc.ClientOptions {
  const given = JSON.parse(channel?.serviceConfig || '{}');
  const config = { ...given, loadBalancingConfig: [{ [policy]: {} }] };
  return { 'grpc.service_config': JSON.stringify(config) };
}

/** Several targets are the addresses of one channel: gRPC name resolution, "ipv4:". */
function addressOf(targets: readonly string[]): string {
  const [first = '', ...more] = targets;
  if (more.length === 0) return first;
  const hosts = targets.map((target) => target.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
  const versions = new Set(hosts.map(isIP));
  if (versions.size > 1 || versions.has(0)) {
    throw new UnsupportedPart('targets', 'several targets must be IP addresses of one family');
  }
  return `ipv${[...versions][0]}:${targets.join(',')}`;
}

function optionsOf({ tls, channel, compression }: CallPlan): grpc.ClientOptions {
  return {
    // Without it every channel of the process to one address shares one connection.
    'grpc.use_local_subchannel_pool': 1,
    ...(tls?.serverName && { 'grpc.ssl_target_name_override': tls.serverName }),
    ...compressionOptions(compression),
    ...(channel && channelOptions(channel)),
  };
}

function compressionOptions(compression: Compression): grpc.ClientOptions {
  const algorithm = {
    [Compression.UNSPECIFIED]: undefined,
    [Compression.IDENTITY]: grpc.compressionAlgorithms.identity,
    [Compression.DEFLATE]: grpc.compressionAlgorithms.deflate,
    [Compression.GZIP]: grpc.compressionAlgorithms.gzip,
  }[compression];
  return algorithm === undefined ? {} : { 'grpc.default_compression_algorithm': algorithm };
}

function channelOptions({ serviceConfig, keepalive, limits }: Channel): grpc.ClientOptions {
  return {
    ...(serviceConfig && { 'grpc.service_config': serviceConfig }),
    ...keepaliveOptions(keepalive),
    ...limitOptions(limits, 'channel.limits'),
  };
}

/** keepaliveOptions are the same for a channel and for a server. */
export function keepaliveOptions(keepalive: Keepalive | undefined): grpc.ChannelOptions {
  if (!keepalive) return {};
  const time = millis(keepalive.time);
  const timeout = millis(keepalive.timeout);
  return {
    ...(time !== undefined && { 'grpc.keepalive_time_ms': time }),
    ...(timeout !== undefined && { 'grpc.keepalive_timeout_ms': timeout }),
    ...(keepalive.permitWithoutCalls && { 'grpc.keepalive_permit_without_calls': 1 }),
  };
}

/** limitOptions are the same for a channel and for a server; `field` is their place in the request. */
export function limitOptions(limits: Limits | undefined, field: string): grpc.ChannelOptions {
  if (!limits) return {};
  if (limits.maxMetadataBytes) {
    throw new UnsupportedPart(`${field}.maxMetadataBytes`, 'grpc-js has no limit for metadata');
  }
  return {
    ...(limits.maxReceiveMessageBytes && {
      'grpc.max_receive_message_length': limits.maxReceiveMessageBytes,
    }),
    ...(limits.maxSendMessageBytes && {
      'grpc.max_send_message_length': limits.maxSendMessageBytes,
    }),
  };
}
