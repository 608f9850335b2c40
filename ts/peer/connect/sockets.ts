/** Sockets are the connections of a channel, since Connect shows none of them. */
import { connect, type Socket } from 'node:net';
import { splitAddress } from '../../address.ts';
import type { ClientTls } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { secureDial } from './tls.ts';

export class Sockets {
  readonly #tls: ClientTls | undefined;
  readonly #open = new Set<Socket>();
  /** Over HTTP/1.1 a call takes any connection that is free, and doesn't say which. */
  #isPool = false;

  constructor(tls: ClientTls | undefined) {
    this.#tls = tls;
  }

  /** dialler opens connections to one server, "host:port" or "unix:/path". */
  dialler(target: string, protocol: 'h2' | 'http/1.1'): () => Socket {
    this.#isPool ||= protocol === 'http/1.1';
    const unix = target.startsWith('unix:');
    const to = unix ? { path: target.slice('unix:'.length) } : splitAddress(target);
    const dial = this.#tls
      ? secureDial(this.#tls, 'host' in to ? to.host : 'localhost', protocol)
      : connect;
    return () => this.#keep(dial(to));
  }

  /** localPort of the only connection; 0 when there is none, or may be another. */
  localPort(): number {
    const [only, another] = this.#open;
    return another || this.#isPool ? 0 : (only?.localPort ?? 0);
  }

  #keep(socket: Socket): Socket {
    this.#open.add(socket);
    return socket.once('close', () => this.#open.delete(socket));
  }
}
