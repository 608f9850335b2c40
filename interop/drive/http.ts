import { Agent, type IncomingMessage, request } from 'node:http';
import type { Endpoint } from './endpoint.ts';
import { ControlError, PeerGone, PeerRefused, PeerStalled } from './errors.ts';
import { lines, type Room } from './lines.ts';

/** The most that is held of unfinished lines of a peer, in bytes: it is not trusted to end them. */
const ROOM = 64 * 1024 * 1024;
/** The most that is read of an answer that is an error, in bytes. */
const ERROR_ROOM = 64 * 1024;

/** An HTTP/1.1 client of one control port, with connections kept open. */
export class ControlHttp {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #room: Room;
  readonly endpoint: Endpoint;
  readonly #service: string;

  /** `service` is the full name of what is behind the port, as its schema has it. */
  constructor(endpoint: Endpoint, service: string, room = ROOM) {
    this.#room = { free: room };
    this.endpoint = endpoint;
    this.#service = service;
  }

  /** Posts JSON and calls `onLine` for each line of the answer; rejects as the errors of this room. */
  async post(
    method: string,
    json: string,
    limitMs: number,
    onLine: (line: string) => void,
  ): Promise<void> {
    const signal = AbortSignal.timeout(limitMs);
    try {
      const answer = await this.#send(method, json, signal);
      await this.#consume(answer, method, onLine);
    } catch (error) {
      throw this.#translate(error, method, signal, limitMs);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, json: string, signal: AbortSignal): Promise<IncomingMessage> {
    const body = Buffer.from(json);
    return new Promise((resolve, reject) => {
      const req = request({
        ...this.endpoint,
        agent: this.#agent,
        method: 'POST',
        path: `/${this.#service}/${method}`,
        headers: { 'content-type': 'application/json', 'content-length': body.length },
        signal,
      });
      req.once('response', resolve).on('error', reject);
      // An answer of 101 is neither a response nor an error to Node, and its limit ends with it.
      req.once('upgrade', (_, socket) => {
        socket.destroy();
        reject(new Error('the peer switched protocols'));
      });
      req.end(body);
    });
  }

  async #consume(
    answer: IncomingMessage,
    method: string,
    onLine: (line: string) => void,
  ): Promise<void> {
    if (answer.statusCode === 200) {
      await lines(answer, this.#room, onLine);
      return;
    }
    const text = (await beginning(answer, ERROR_ROOM)).slice(0, 2000);
    throw new PeerRefused(this.endpoint, `${method}: HTTP ${answer.statusCode} ${text}`);
  }

  #translate(error: unknown, method: string, signal: AbortSignal, limitMs: number): Error {
    if (error instanceof ControlError) return error;
    if (signal.aborted) {
      return new PeerStalled(this.endpoint, `${method}: no answer within ${limitMs} ms`);
    }
    const why = error instanceof Error ? error.message : String(error);
    return new PeerGone(this.endpoint, `${method}: ${why}`);
  }
}

/** The first bytes of a body; leaving the loop ends its connection, so the rest is not read. */
async function beginning(answer: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8').replaceAll('\n', ' ').trim();
}
