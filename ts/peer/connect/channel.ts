/** Channel is a Connect transport with its connections: to one server, or to those of a registry. */
import type { DescService, Message } from '@bufbuild/protobuf';
import { type CallOptions, createClient, type Transport } from '@connectrpc/connect';
import { Http2SessionManager } from '@connectrpc/connect-node';
import { createDiscoveryTransport } from '../../discovery/connect/index.ts';
import type { CallPlan, Keepalive } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { type Registry, registryOf } from '../registry.ts';
import { millis } from '../time.ts';
import { limitSettings } from './limits.ts';
import { Sockets } from './sockets.ts';
import { createTransport } from './transport.ts';

/** StubMethod is any method of any client: single or many messages, each way. */
export type StubMethod = (
  input: Message | AsyncIterable<Message>,
  options: CallOptions,
) => Promise<Message> | AsyncIterable<Message>;

export class Channel {
  readonly #plan: CallPlan;
  readonly #sockets: Sockets;
  readonly #transport: Transport;
  readonly #clients = new Map<DescService, Readonly<Record<string, StubMethod>>>();
  readonly close: () => void;

  constructor(plan: CallPlan) {
    this.#plan = plan;
    this.#sockets = new Sockets(plan.tls);
    const registry = registryOf(plan);
    const { transport, close } = registry ? this.#discovering(registry) : this.#direct();
    this.#transport = transport;
    this.close = close;
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
    return this.#sockets.localPort();
  }

  #direct(): { transport: Transport; close: () => void } {
    const [target = ''] = this.#plan.targets;
    const host = target.startsWith('unix:') ? 'localhost' : target;
    const baseUrl = `${this.#scheme}://${host}`;
    const session = this.#session(baseUrl, target);
    const transport = createTransport(this.#plan, baseUrl, session);
    return { transport, close: () => session.abort() };
  }

  #discovering({ target, policy }: Registry): { transport: Transport; close: () => void } {
    const transport = createDiscoveryTransport({
      ...{ target, policy, scheme: this.#scheme },
      waitForReady: this.#plan.channel?.waitForReady ?? false,
      session: (baseUrl) => this.#session(baseUrl, addressOf(baseUrl)),
      transport: (baseUrl, session) => createTransport(this.#plan, baseUrl, session),
    });
    return { transport, close: () => transport.close() };
  }

  #session(baseUrl: string, target: string): Http2SessionManager {
    const { channel } = this.#plan;
    return new Http2SessionManager(baseUrl, keepaliveOptions(channel?.keepalive), {
      createConnection: this.#sockets.dialler(target),
      settings: limitSettings(channel?.limits),
    });
  }

  get #scheme(): 'http' | 'https' {
    return this.#plan.tls ? 'https' : 'http';
  }
}

/** A URL leaves out the port that its scheme stands for. */
function addressOf(baseUrl: string): string {
  const { hostname, port, protocol } = new URL(baseUrl);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
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
