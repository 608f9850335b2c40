/** Peer does what the control port asks for, with one library. */
import { create } from '@bufbuild/protobuf';
import {
  type CallResponse,
  type CloseRequest,
  type DescribeResponse,
  type ListenRequest,
  type ListenResponse,
  ListenResponseSchema,
  type ObserveRequest,
  type ObserveResponse,
  type SignalRequest,
  type StatsResponse,
  ObserveRequest_Until as Until,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { CallPlan } from '../gen/crosswire/peer/v1/plan_pb.js';
import { makeCall } from './call.ts';
import { describe } from './describe.ts';
import { BadRequest, UnsupportedPart } from './errors.ts';
import type { Library, Listener } from './library.ts';
import { Observations } from './observations.ts';
import { Signals } from './signals.ts';
import { stats } from './stats.ts';
import { millis } from './time.ts';

const defaultGraceMs = 10_000;

export class Peer {
  readonly #library: Library;
  readonly #description: DescribeResponse;
  readonly #observations = new Observations();
  readonly #signals = new Signals();
  readonly #listeners = new Map<string, Listener>();
  #calling = 0;

  constructor(id: string, library: Library) {
    this.#library = library;
    this.#description = describe(id, library);
  }

  describe(): DescribeResponse {
    return this.#description;
  }

  async listen(request: ListenRequest): Promise<ListenResponse> {
    const { id } = request;
    if (id === '' || this.#listeners.has(id)) throw new BadRequest(`listener id taken: "${id}"`);
    try {
      const shared = { observations: this.#observations, signals: this.#signals };
      const listener = await this.#library.listen(request, shared);
      this.#listeners.set(id, listener);
      const { address } = listener;
      return create(ListenResponseSchema, { result: { case: 'address', value: address } });
    } catch (error) {
      if (error instanceof UnsupportedPart) return unsupported(error);
      throw new BadRequest(`cannot listen on ${request.bind}: ${error}`);
    }
  }

  async call(plan: CallPlan): Promise<CallResponse> {
    this.#calling += 1;
    try {
      return await makeCall(plan, this.#library.open, this.#signals);
    } finally {
      this.#calling -= 1;
    }
  }

  async observe(callId: string, { until, wait }: ObserveRequest): Promise<ObserveResponse> {
    const entered = until === Until.ENTERED;
    await this.#observations.wait(
      callId,
      (hop) => (entered ? hop.entered : hop.settled),
      millis(wait) ?? 0,
    );
    return this.#observations.toResponse(callId);
  }

  signal({ callId, name }: SignalRequest): void {
    this.#signals.give(callId, name);
  }

  async close({ listener, mode, grace }: CloseRequest): Promise<void> {
    const ids = listener === '' ? [...this.#listeners.keys()] : [listener];
    await Promise.all(
      ids.map(async (id) => {
        const open = this.#listeners.get(id);
        if (!open) throw new BadRequest(`no listener: ${id}`);
        this.#listeners.delete(id);
        await open.close(mode, millis(grace) ?? defaultGraceMs);
      }),
    );
  }

  reset(): void {
    this.#observations.forget();
    this.#signals.forget();
    this.#library.closeChannels();
  }

  stats(): StatsResponse {
    return stats(this.#calling + this.#observations.open);
  }
}

function unsupported({ field, message: reason }: UnsupportedPart): ListenResponse {
  return create(ListenResponseSchema, {
    result: { case: 'unsupported', value: { field, reason } },
  });
}
