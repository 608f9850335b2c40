import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, fromJsonString, toJsonString } from '@bufbuild/protobuf';
import {
  type CallPlan,
  CallRequestSchema,
  CallResponseSchema,
  ObserveResponseSchema,
  Peer,
} from '../../contract/generated.ts';
import type { Endpoint } from '../../drive/endpoint.ts';
import { ControlHttp } from '../../drive/http.ts';
import type { Sabotage } from './sabotage.ts';

/** Longer than any limit that the harness itself has. */
const LIMIT_MS = 120_000;

/** A SabotagedControl is a control port before a peer's own, which passes on what it doesn't spoil. */
export class SabotagedControl implements AsyncDisposable {
  readonly #server: Server;
  readonly #peer: ControlHttp;
  readonly #sabotage: Sabotage;
  readonly control: Endpoint;

  private constructor(server: Server, peer: ControlHttp, sabotage: Sabotage) {
    this.#server = server;
    this.#peer = peer;
    this.#sabotage = sabotage;
    this.control = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async before(peer: Endpoint, sabotage: Sabotage): Promise<SabotagedControl> {
    const server = createServer().listen(0, '127.0.0.1');
    // A connection that is ended as a request comes over it would be a peer that died.
    server.keepAliveTimeout = 0;
    await once(server, 'listening');
    return new SabotagedControl(server, new ControlHttp(peer, Peer.typeName), sabotage);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.split('/').at(-1) ?? '';
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const json = Buffer.concat(chunks).toString('utf8');
      await this.#answer(method, json, (line) => void response.write(`${line}\n`));
    } catch (error) {
      if (!response.headersSent) response.statusCode = 400;
      response.write(JSON.stringify({ error: error instanceof Error ? error.message : '' }));
    }
    response.end();
  }

  #answer(method: string, json: string, write: (line: string) => void): Promise<void> {
    if (method === 'Call') return this.#call(json, write);
    if (method !== 'Observe') return this.#peer.post(method, json, LIMIT_MS, write);
    return this.#peer.post(method, json, LIMIT_MS, (line) => {
      const answer = fromJsonString(ObserveResponseSchema, line);
      this.#sabotage.observed?.(answer);
      write(toJsonString(ObserveResponseSchema, answer));
    });
  }

  async #call(json: string, write: (line: string) => void): Promise<void> {
    const request = fromJsonString(CallRequestSchema, json);
    const { plan: spoil, instead, outcome } = this.#sabotage;
    if (instead !== undefined) {
      for (const plan of request.calls) write(answerOf(plan, instead));
      return;
    }
    for (const plan of request.calls) spoil?.(plan);
    await this.#peer.post('Call', toJsonString(CallRequestSchema, request), LIMIT_MS, (line) => {
      const answer = fromJsonString(CallResponseSchema, line);
      if (answer.result.case === 'outcome') outcome?.(answer.result.value);
      write(toJsonString(CallResponseSchema, answer));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#peer.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function answerOf(plan: CallPlan, instead: NonNullable<Sabotage['instead']>): string {
  const result = { case: 'outcome', value: instead(plan) } as const;
  return toJsonString(
    CallResponseSchema,
    create(CallResponseSchema, { callId: plan.callId, result }),
  );
}
