/** Control is the peer's control port: ProtoJSON over plain HTTP/1.1, by node:http alone. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BadRequest } from './errors.ts';
import type { Peer } from './peer.ts';
import { type Answer, routes } from './routes.ts';

const maxBodyBytes = 16 * 1024 * 1024;

class TooLarge extends Error {}
class NotFound extends Error {}

/** controlServer serves one peer; it doesn't listen yet. */
export function controlServer(peer: Peer): Server {
  const serve = routes(peer);
  const server = createServer((request, response) => {
    handle(serve, request, response).catch((error: unknown) => refuse(response, error));
  });
  // The harness keeps its connections; a server that closes idle ones races with its next call.
  server.keepAliveTimeout = 0;
  return server;
}

async function handle(
  serve: ReadonlyMap<string, (body: string) => Promise<Answer>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = request.method === 'POST' ? serve.get(request.url ?? '') : undefined;
  if (!route) throw new NotFound(`no such method: ${request.method} ${request.url}`);
  const answer = await route(await readBody(request));
  if ('line' in answer) end(response, 200, answer.line);
  else await endLines(response, answer.lines);
}

/** endLines sends each line when it is done, in one write. */
async function endLines(
  response: ServerResponse,
  lines: readonly Promise<string>[],
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  await Promise.all(lines.map(async (line) => response.write(`${await line}\n`)));
  response.end();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new TooLarge(`the request is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function refuse(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const status = statusOf(error);
  if (status === 500) console.error('control port:', error);
  fail(response, status, text);
}

function statusOf(error: unknown): number {
  if (error instanceof TooLarge) return 413;
  if (error instanceof NotFound) return 404;
  return error instanceof BadRequest ? 400 : 500;
}

function fail(response: ServerResponse, status: number, error: string): void {
  if (response.headersSent) response.destroy();
  else end(response, status, JSON.stringify({ error }));
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${body}\n`);
}
