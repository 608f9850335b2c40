/** Transport of Connect that gives each RPC to a server of a registry. */
import type {
  DescMessage,
  DescMethodStreaming,
  DescMethodUnary,
  MessageInitShape,
} from '@bufbuild/protobuf';
import {
  Code,
  ConnectError,
  type ContextValues,
  type StreamResponse,
  type Transport,
  type UnaryResponse,
} from '@connectrpc/connect';
import { Attempt } from './attempt.ts';
import { Input } from './input.ts';
import { explained, explaining } from './lost.ts';
import type { DiscoveryTransportOptions } from './options.ts';
import { Pool } from './pool.ts';

type HeadersInit = ConstructorParameters<typeof Headers>[0];
type Explain = (error: unknown) => unknown;
type Rpc<T> = (transport: Transport, timeoutMs: number | undefined, explain: Explain) => Promise<T>;

/** DiscoveryTransport is closed by its owner: it watches a registry, and holds connections. */
export class DiscoveryTransport implements Transport {
  readonly #pool: Pool;

  constructor(options: DiscoveryTransportOptions) {
    this.#pool = new Pool(options);
  }

  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: MessageInitShape<I>,
    contextValues?: ContextValues,
  ): Promise<UnaryResponse<I, O>> {
    const rpc: Rpc<UnaryResponse<I, O>> = (transport, left) =>
      transport.unary(method, signal, left, header, input, contextValues);
    return this.#run(rpc, signal, timeoutMs, () => true);
  }

  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodStreaming<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: AsyncIterable<MessageInitShape<I>>,
    contextValues?: ContextValues,
  ): Promise<StreamResponse<I, O>> {
    const messages = new Input(input);
    const rpc: Rpc<StreamResponse<I, O>> = async (transport, left, explain) => {
      const stream = transport.stream(method, signal, left, header, messages, contextValues);
      const response = await stream;
      return { ...response, message: explaining(response.message, explain) };
    };
    try {
      return await this.#run(rpc, signal, timeoutMs, () => messages.untouched);
    } catch (error) {
      messages.giveUp();
      throw error;
    }
  }

  close(): void {
    this.#pool.close();
  }

  /** An RPC that was never sent goes to another server; one that a server refused unseen does so once. */
  async #run<T>(
    rpc: Rpc<T>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    whole: () => boolean,
  ): Promise<T> {
    const until = timeoutMs === undefined ? undefined : Date.now() + timeoutMs;
    for (let refusals = 0; ; ) {
      const server = await this.#pick(signal, until);
      const attempt = new Attempt();
      const explain = (error: unknown) => explained(error, server.key, attempt, signal);
      try {
        return await server.run(attempt, (transport) => rpc(transport, leftOf(until), explain));
      } catch (error) {
        if (attempt.refused) refusals += 1;
        const unsent = attempt.notConnected || (attempt.refused && refusals === 1);
        if (!unsent || !whole() || signal?.aborted) throw explain(error);
      }
    }
  }

  async #pick(signal: AbortSignal | undefined, until: number | undefined) {
    const now = this.#pool.pickNow();
    if (now) return now;
    const late = new AbortController();
    const end = () =>
      late.abort(new ConnectError('the operation timed out', Code.DeadlineExceeded));
    const timer =
      until === undefined ? undefined : setTimeout(end, Math.max(0, until - Date.now()));
    try {
      return await this.#pool.pick(AbortSignal.any(signal ? [signal, late.signal] : [late.signal]));
    } finally {
      clearTimeout(timer);
    }
  }
}

function leftOf(until: number | undefined): number | undefined {
  return until === undefined ? undefined : until - Date.now();
}
