/** Server runs Connect routes on Node's HTTP/2 server, plaintext or over TLS. */
import * as http2 from 'node:http2';
import type { ListenOptions } from 'node:net';
import { type ConnectNodeAdapterOptions, connectNodeAdapter } from '@connectrpc/connect-node';

/** ConnectServer is an HTTP/2 server that knows its sessions, so that it can be shut down. */
export interface ConnectServer {
  readonly http: http2.Http2Server | http2.Http2SecureServer;
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
export function abort(server: ConnectServer): void {
  server.http.close();
  for (const session of server.sessions) session.destroy();
}
