/** Observations are what this process's servers saw, by call id, for the harness to ask. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { Duration } from '@bufbuild/protobuf/wkt';
import {
  EventKind,
  type ObservationSchema,
  type ObserveResponse,
  ObserveResponseSchema,
} from '../gen/crosswire/peer/v1/peer_pb.js';
import type { Metadatum } from '../gen/crosswire/peer/v1/plan_pb.js';
import type { HarnessFault } from './errors.ts';
import { callIdHeader, hopHeader } from './metadata.ts';
import { noStep, Recorder } from './recorder.ts';

const keptObservations = 100_000;

/** Entry is what is known of a call when it comes in. */
export interface Entry {
  readonly listener: string;
  readonly method: string;
  readonly peerAddress: string;
  readonly metadata: Metadatum[];
}

/** Observation is what the server sees of one call, while it sees it. */
export class Observation {
  readonly callId: string;
  readonly recorder = new Recorder();
  readonly entry: Entry;
  timeLeft: Duration | undefined;
  /** Whether the handler has been entered; a library may show a call before that. */
  entered = true;
  halfClosed = false;
  cancelled = false;
  settled = false;
  fault: HarnessFault | undefined;
  readonly #changed: (observation: Observation) => void;

  constructor(
    entry: Entry,
    timeLeft: Duration | undefined,
    changed: (observation: Observation) => void,
  ) {
    this.entry = entry;
    this.timeLeft = timeLeft;
    this.callId = textOf(entry.metadata, callIdHeader) ?? entry.listener;
    this.#changed = changed;
    this.recorder.event(EventKind.OPENED, noStep);
  }

  get hop(): number {
    return Number(textOf(this.entry.metadata, hopHeader) ?? 0);
  }

  /** enter is for a library that shows a call before its handler has it. */
  enter(): void {
    if (this.entered) return;
    this.entered = true;
    this.#changed(this);
  }

  /** halfClose is the end of the requests, as the library tells the handler that reads them. */
  halfClose(): void {
    this.halfClosed = true;
  }

  cancel(): void {
    if (this.settled || this.cancelled) return;
    this.cancelled = true;
    this.recorder.event(EventKind.CANCELLED, noStep);
  }

  settle(): void {
    if (this.settled) return;
    this.settled = true;
    this.entered = true;
    this.recorder.event(EventKind.ENDED, noStep);
    this.#changed(this);
  }

  toInit(): MessageInitShape<typeof ObservationSchema> {
    const { listener, method, peerAddress, metadata } = this.entry;
    const fault = this.fault && { kind: this.fault.kind, text: this.fault.message };
    return {
      ...{ hop: this.hop, listener, method, peerAddress, metadata },
      ...{ halfClosed: this.halfClosed, cancelled: this.cancelled, settled: this.settled },
      messages: this.recorder.messages,
      events: this.recorder.events,
      ...(this.timeLeft && { timeLeft: this.timeLeft }),
      ...(fault && { harnessError: fault }),
    };
  }
}

export class Observations {
  readonly #byCall = new Map<string, Observation[]>();
  readonly #waiting = new Map<string, Set<() => void>>();
  #kept = 0;
  /** How many calls are open on this process's servers. */
  open = 0;

  enter(entry: Entry, timeLeft?: Duration): Observation {
    const observation = new Observation(entry, timeLeft, (changed) => this.#changed(changed));
    this.open += 1;
    this.#kept += 1;
    const hops = this.#byCall.get(observation.callId);
    if (hops) hops.push(observation);
    else this.#byCall.set(observation.callId, [observation]);
    this.#dropOldest();
    this.#wake(observation.callId);
    return observation;
  }

  /** wait answers when every hop is `done`, or after `ms`. */
  async wait(callId: string, done: (hop: Observation) => boolean, ms: number): Promise<void> {
    const ready = () => this.#byCall.get(callId)?.every(done) ?? false;
    const deadline = performance.now() + ms;
    while (!ready()) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await this.#change(callId, left);
    }
  }

  toResponse(callId: string): ObserveResponse {
    const hops = this.#byCall.get(callId)?.map((hop) => hop.toInit()) ?? [];
    return create(ObserveResponseSchema, { callId, seen: hops.length > 0, hops });
  }

  forget(): void {
    this.#byCall.clear();
    this.#kept = 0;
  }

  #changed(observation: Observation): void {
    if (observation.settled) this.open -= 1;
    this.#wake(observation.callId);
  }

  #wake(callId: string): void {
    for (const wake of this.#waiting.get(callId) ?? []) wake();
  }

  #change(callId: string, ms: number): Promise<void> {
    const waiters = this.#waiting.get(callId) ?? new Set();
    this.#waiting.set(callId, waiters);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiters.delete(wake);
        if (waiters.size === 0) this.#waiting.delete(callId);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiters.add(wake);
    });
  }

  #dropOldest(): void {
    while (this.#kept > keptObservations) {
      const [oldest, hops] = this.#byCall.entries().next().value ?? ['', []];
      this.#byCall.delete(oldest);
      this.#kept -= hops.length;
    }
  }
}

function textOf(metadata: readonly Metadatum[], name: string): string | undefined {
  const found = metadata.find((datum) => datum.name === name);
  return found && Buffer.from(found.value).toString();
}
