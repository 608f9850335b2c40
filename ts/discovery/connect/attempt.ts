/** Attempt is what becomes of one RPC on one server: whether it was sent, and when it is over. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type ClientHttp2Stream, constants, type Http2Session } from 'node:http2';
import type { Http2SessionManager } from '@connectrpc/connect-node';

export class Attempt {
  #stream: ClientHttp2Stream | undefined;
  #answered = false;
  #notConnected = false;

  /** True when no request has left, since there was no connection for it. */
  get notConnected(): boolean {
    return this.#notConnected;
  }

  /** True when the server says that it has not looked at the request (RFC 9113, section 8.7). */
  get refused(): boolean {
    return !this.#answered && this.#stream?.rstCode === constants.NGHTTP2_REFUSED_STREAM;
  }

  /** True when the connection that the request went on is no more. */
  get lost(): boolean {
    return this.#stream !== undefined && (this.#stream.session?.destroyed ?? true);
  }

  took(stream: ClientHttp2Stream): void {
    this.#stream = stream;
    stream.once('response', () => {
      this.#answered = true;
    });
  }

  couldNotConnect(): void {
    this.#notConnected = true;
  }

  /** whenOver calls back when the RPC has left the connection, or never got there. */
  whenOver(over: () => void): void {
    if (!this.#stream || this.#stream.closed) over();
    else this.#stream.once('close', over);
  }
}

const current = new AsyncLocalStorage<Attempt>();

/** during does the RPC so that its request, however deep below, is this attempt's. */
export function during<T>(attempt: Attempt, rpc: () => T): T {
  return current.run(attempt, rpc);
}

const outlived = new WeakSet<Http2Session>();

/**
 * outlive keeps a late error of a connection from ending the process: after a GOAWAY the manager destroys
 * it with an error, and when it is aborted before that comes up nobody listens any more (connect-es#1768).
 */
function outlive(connection: Http2Session | undefined): void {
  if (!connection || outlived.has(connection)) return;
  outlived.add(connection);
  connection.on('error', () => undefined);
}

/** observe has the session tell the attempt of its request. */
export function observe(session: Http2SessionManager): Http2SessionManager {
  const request = session.request.bind(session);
  session.request = async (...args) => {
    const attempt = current.getStore();
    try {
      const stream = await request(...args);
      outlive(stream.session);
      attempt?.took(stream);
      return stream;
    } catch (error) {
      // With a connection it is the request that is wrong, for every other server too.
      if (!isConnected(session)) attempt?.couldNotConnect();
      throw error;
    }
  };
  return session;
}

export function isConnected(session: Http2SessionManager): boolean {
  return ['open', 'idle', 'verifying'].includes(session.state());
}
