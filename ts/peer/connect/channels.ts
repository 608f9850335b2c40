/** Channels opens Connect transports, each with an HTTP/2 connection, and shares them. */
import { connect, type Socket } from 'node:net';
import type { DescService, Message } from '@bufbuild/protobuf';
import { type CallOptions, createClient, type Transport } from '@connectrpc/connect';
import { Http2SessionManager } from '@connectrpc/connect-node';
import { splitAddress } from '../../address.ts';
import { type CallPlan, Compression, type Keepalive } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { UnsupportedPart } from '../errors.ts';
import { millis } from '../time.ts';
import { limitSettings } from './limits.ts';
import { secureDial } from './tls.ts';
import { createTransport } from './transport.ts';

/** StubMethod is any method of any client: single or many messages, each way. */
export type StubMethod = (
  input: Message | AsyncIterable<Message>,
  options: CallOptions,
) => Promise<Message> | AsyncIterable<Message>;

/** Channel is a transport with its connection. */
export class Channel {
  readonly #transport: Transport;
  readonly #session: Http2SessionManager;
  readonly #clients = new Map<DescService, Readonly<Record<string, StubMethod>>>();
  #socket: Socket | undefined;

  constructor(plan: CallPlan) {
    const [target = ''] = plan.targets;
    const unix = target.startsWith('unix:');
    const baseUrl = `${plan.tls ? 'https' : 'http'}://${unix ? 'localhost' : target}`;
    const to = unix ? { path: target.slice('unix:'.length) } : splitAddress(target);
    const dial = plan.tls ? secureDial(plan.tls, 'host' in to ? to.host : 'localhost') : connect;
    this.#session = new Http2SessionManager(baseUrl, keepaliveOptions(plan.channel?.keepalive), {
      createConnection: () => this.#keep(dial(to)),
      settings: limitSettings(plan.channel?.limits),
    });
    this.#transport = createTransport(plan, baseUrl, this.#session);
  }

  /** client is the service's client on this transport, made once. */
  client(service: DescService): Readonly<Record<string, StubMethod>> {
    const known = this.#clients.get(service);
    if (known) return known;
    const client: unknown = createClient(service, this.#transport);
    this.#clients.set(service, client as Readonly<Record<string, StubMethod>>);
    return this.client(service);
  }

  /** localPort of the connection in use; 0 before there is one. */
  get localPort(): number {
    return this.#socket?.localPort ?? 0;
  }

  close(): void {
    this.#session.abort();
  }

  #keep(socket: Socket): Socket {
    this.#socket = socket;
    return socket;
  }
}

export class Channels {
  readonly #open = new Map<string, Channel>();

  /** get opens the plan's channel on first use; a fresh one belongs to the caller. */
  get(plan: CallPlan): Channel {
    check(plan);
    if (plan.channel?.fresh) return new Channel(plan);
    const key = keyOf(plan);
    const known = this.#open.get(key);
    if (known) return known;
    const channel = new Channel(plan);
    this.#open.set(key, channel);
    return channel;
  }

  closeAll(): void {
    for (const channel of this.#open.values()) channel.close();
    this.#open.clear();
  }
}

function keyOf({ targets, tls, channel, protocol, codec, compression }: CallPlan): string {
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  const settings = channel ? JSON.stringify(channel, plain) : '';
  const secured = tls ? JSON.stringify(tls) : '';
  return `${targets[0]}|${protocol}|${codec}|${compression}|${settings}|${secured}`;
}

function check({ targets, authority, channel, compression }: CallPlan): void {
  const lacking = {
    targets: targets.length > 1 && 'a transport has one base URL',
    authority: authority && 'the authority is the base URL’s',
    compression: compression === Compression.DEFLATE && 'Connect has gzip and brotli only',
    'channel.serviceConfig': channel?.serviceConfig && 'Connect knows no service config',
    'channel.waitForReady': channel?.waitForReady && 'Connect fails where it cannot connect',
  };
  for (const [field, reason] of Object.entries(lacking)) {
    if (reason) throw new UnsupportedPart(field, reason);
  }
}

function keepaliveOptions(keepalive: Keepalive | undefined) {
  const interval = millis(keepalive?.time);
  const timeout = millis(keepalive?.timeout);
  return {
    ...(interval !== undefined && { pingIntervalMs: interval }),
    ...(timeout !== undefined && { pingTimeoutMs: timeout }),
    pingIdleConnection: keepalive?.permitWithoutCalls ?? false,
  };
}
