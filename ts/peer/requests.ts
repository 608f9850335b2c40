/** Requests reads a call's requests; the first can be looked at before a step takes it. */
import type { ProbeRequest } from '../gen/crosswire/probe/v1/probe_pb.js';
import type { Observation } from './observations.ts';

/** noted are requests whose end, as the library tells it, is observed. */
export async function* noted(
  requests: AsyncIterable<ProbeRequest>,
  observation: Observation | undefined,
): AsyncGenerator<ProbeRequest, void> {
  yield* requests;
  observation?.halfClose();
}

export class Requests {
  readonly #source: AsyncIterator<ProbeRequest>;
  #peeked: Promise<IteratorResult<ProbeRequest>> | undefined;

  constructor(source: AsyncIterator<ProbeRequest>) {
    this.#source = source;
  }

  /** peek waits for the next request and leaves it; undefined at the end. */
  async peek(): Promise<ProbeRequest | undefined> {
    this.#peeked ??= this.#source.next();
    return requestOf(await this.#peeked);
  }

  /** take waits for the next request; undefined at the end. */
  async take(): Promise<ProbeRequest | undefined> {
    const next = this.#peeked ?? this.#source.next();
    this.#peeked = undefined;
    return requestOf(await next);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ProbeRequest> {
    for (let request = await this.take(); request; request = await this.take()) yield request;
  }
}

function requestOf(result: IteratorResult<ProbeRequest>): ProbeRequest | undefined {
  return result.done ? undefined : result.value;
}
