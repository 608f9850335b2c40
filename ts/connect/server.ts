/** Server runs Connect routes on Node's HTTP servers: HTTP/2, plaintext or over TLS, or HTTP/1.1. */
import * as http1 from 'node:http';
import * as http2 from 'node:http2';
import type { ListenOptions } from 'node:net';
import { type ConnectNodeAdapterOptions, connectNodeAdapter } from '@connectrpc/connect-node';

/** ConnectServer is a server that knows its HTTP/2 sessions, so that it can be shut down. */
export interface ConnectServer {
  readonly http: http2.Http2Server | http2.Http2SecureServer | http1.Server;
  readonly sessions: ReadonlySet<http2.ServerHttp2Session>;
}

/** createServer makes a server of the routes, with TLS where its keys are given; it doesn't listen yet. */
export function createServer(
  options: ConnectNodeAdapterOptions,
  serverOptions: http2.ServerOptions = {},
  secure?: http2.SecureServerOptions,
): ConnectServer {
  const adapter = connectNodeAdapter(options);
  const http = secure
    ? http2.createSecureServer({ ...serverOptions, ...secure }, adapter)
    : http2.createServer(serverOptions, adapter);
  const sessions = new Set<http2.ServerHttp2Session>();
  http.on('session', (session: http2.ServerHttp2Session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  return { http, sessions };
}

/**
 * How long a connection is kept on which nothing comes: Node's own 5 s end it as others begin to write, and a POST that
 * meets the end is not sent again by itself (RFC 9110, 9.2.2).
 */
const KEEP_ALIVE_MS = 120_000;

/** createHttp1Server makes one that speaks HTTP/1.1 only, in plaintext. */
export function createHttp1Server(
  options: ConnectNodeAdapterOptions,
  serverOptions: http1.ServerOptions = {},
): ConnectServer {
  const adapter = connectNodeAdapter(options);
  const http = http1.createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, ...serverOptions },
    (request, response) => {
      adapter(request, response);
      // Node keeps the connection of a call that ends while the server closes, as if others could follow.
      response.once('close', () =>
        setImmediate(() => http.listening || http.closeIdleConnections()),
      );
    },
  );
  return { http, sessions: new Set() };
}

/** listen opens the address, and resolves when connections are taken. */
export function listen(server: ConnectServer, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.http.once('error', reject);
    server.http.listen(options, () => {
      server.http.off('error', reject);
      resolve();
    });
  });
}

/** shutdown lets open calls finish for a while (GOAWAY, RFC 9113 section 6.8), then ends them. */
export async function shutdown(server: ConnectServer, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.http.close(() => resolve()));
  for (const session of server.sessions) session.close();
  const force = setTimeout(() => abort(server), graceMs);
  await closed;
  clearTimeout(force);
}

/** abort cuts every connection off. */
export function abort({ http, sessions }: ConnectServer): void {
  http.close();
  if ('closeAllConnections' in http) http.closeAllConnections();
  for (const session of sessions) session.destroy();
}
