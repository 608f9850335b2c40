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
  type RegisterRequest,
  type RegisterResponse,
  RegisterResponseSchema,
  type SetHealthRequest,
  type SignalRequest,
  type StatsResponse,
  ObserveRequest_Until as Until,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { CallPlan } from '../gen/crosswire/peer/v1/plan_pb.js';
import { makeCall } from './call.ts';
import { describe } from './describe.ts';
import { BadRequest, UnsupportedPart } from './errors.ts';
import { openGroup } from './group.ts';
import type { Library, Listener } from './library.ts';
import { Listeners } from './listeners.ts';
import { Observations } from './observations.ts';
import { openListener } from './open-listener.ts';
import { Signals } from './signals.ts';
import { stats } from './stats.ts';
import { millis } from './time.ts';

export class Peer {
  readonly #library: Library;
  readonly #description: DescribeResponse;
  readonly #observations = new Observations();
  readonly #signals = new Signals();
  readonly #listeners = new Listeners((request) => this.#open(request));
  #calling = 0;

  constructor(id: string, library: Library) {
    this.#library = library;
    this.#description = describe(id, library);
  }

  describe(): DescribeResponse {
    return this.#description;
  }

  async listen(request: ListenRequest): Promise<ListenResponse> {
    try {
      const address = await this.#listeners.listen(request);
      return create(ListenResponseSchema, { result: { case: 'address', value: address } });
    } catch (error) {
      if (error instanceof UnsupportedPart) return unsupported(error);
      throw error;
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

  async register(request: RegisterRequest): Promise<RegisterResponse> {
    const result = await this.#listeners.register(request).then(
      (entry) => ({ case: 'entry' as const, value: entry }),
      (error: unknown) => ({ case: 'error' as const, value: refusal(error) }),
    );
    return create(RegisterResponseSchema, { result });
  }

  setHealth({ listener, serving }: SetHealthRequest): Promise<void> {
    return this.#listeners.setServing(listener, serving);
  }

  async close(request: CloseRequest): Promise<void> {
    const { channelKey, listener } = request;
    if (channelKey !== '') this.#library.closeChannels(channelKey);
    if (channelKey === '' || listener !== '') await this.#listeners.close(request);
  }

  reset(): void {
    this.#observations.forget();
    this.#signals.forget();
    this.#library.closeChannels();
  }

  stats(): StatsResponse {
    return stats(this.#calling + this.#observations.open);
  }

  #open(request: ListenRequest): Promise<Listener> {
    if (request.processes > 1) return openGroup(request);
    const shared = { observations: this.#observations, signals: this.#signals };
    return openListener(this.#library, request, shared);
  }
}

/** refusal is why a registry has no entry, in one line. A request that makes no sense is no refusal. */
function refusal(error: unknown): string {
  if (error instanceof BadRequest) throw error;
  return `${error instanceof Error ? error.message : error}`.replaceAll(/\s+/g, ' ');
}

function unsupported({ field, message: reason }: UnsupportedPart): ListenResponse {
  return create(ListenResponseSchema, {
    result: { case: 'unsupported', value: { field, reason } },
  });
}
