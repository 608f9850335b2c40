/** Channel is a Connect transport with its connections: to one server, or to those of a registry. */
import type { DescMethod } from '@bufbuild/protobuf';
import type { Transport } from '@connectrpc/connect';
import { Http2SessionManager } from '@connectrpc/connect-node';
import { observe } from '../../discovery/connect/attempt.ts';
import { createDiscoveryTransport } from '../../discovery/connect/index.ts';
import { type CallPlan, HttpVersion, type Keepalive } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { pathOf } from '../methods.ts';
import { type Registry, registryOf } from '../registry.ts';
import { millis } from '../time.ts';
import { agentOf } from './agent.ts';
import { limitSettings } from './limits.ts';
import { Sockets } from './sockets.ts';
import { createHttp1Transport, createTransport } from './transport.ts';
import { byPromise, type StubMethod, ways } from './ways.ts';

export class Channel {
  readonly #plan: CallPlan;
  readonly #sockets: Sockets;
  readonly #transport: Transport;
  readonly #methods = new Map<string, StubMethod>();
  readonly close: () => void;

  constructor(plan: CallPlan) {
    this.#plan = plan;
    this.#sockets = new Sockets(plan.tls);
    const registry = registryOf(plan);
    const { transport, close } = registry ? this.#discovering(registry) : this.#direct();
    this.#transport = transport;
    this.close = close;
  }

  /** method is what is called for an RPC; made once, as clients of a program are. */
  method(method: DescMethod, way: string): StubMethod {
    const key = `${way} ${pathOf(method)}`;
    const known = this.#methods.get(key);
    if (known) return known;
    const stub = (ways[way] ?? byPromise)(this.#transport, method);
    this.#methods.set(key, stub);
    return stub;
  }

  /** localPort of the connection in use; 0 before there is one. */
  get localPort(): number {
    return this.#sockets.localPort();
  }

  #direct(): { transport: Transport; close: () => void } {
    const [target = ''] = this.#plan.targets;
    const host = target.startsWith('unix:') ? 'localhost' : target;
    const baseUrl = `${this.#scheme}://${this.#plan.authority || host}`;
    if (this.#plan.httpVersion === HttpVersion.HTTP_VERSION_1_1)
      return this.#http1(baseUrl, target);
    // A connection that dies as it is closed must not end the process, and all other calls with it.
    const session = observe(this.#session(baseUrl, target));
    const transport = createTransport(this.#plan, baseUrl, session);
    return { transport, close: () => session.abort() };
  }

  #http1(baseUrl: string, target: string): { transport: Transport; close: () => void } {
    const agent = agentOf(this.#sockets.dialler(target, 'http/1.1'), this.#scheme);
    const transport = createHttp1Transport(this.#plan, baseUrl, agent);
    return { transport, close: () => agent.destroy() };
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
      createConnection: this.#sockets.dialler(target, 'h2'),
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
