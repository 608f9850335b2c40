/** Player plays the client's steps of a script on an RPC. */
import type { Message, MessageInitShape } from '@bufbuild/protobuf';
import { EventKind, type OutcomeSchema } from '../gen/crosswire/peer/v1/peer_pb.js';
import { Compression, type Step } from '../gen/crosswire/peer/v1/plan_pb.js';
import type { CallEnd, OpenCall, Opener } from './library.ts';
import { sendsMany } from './methods.ts';
import { describeMessage, noStep, Recorder } from './recorder.ts';
import type { Script } from './script.ts';
import type { Signals } from './signals.ts';
import { millis, sleep } from './time.ts';

/** Steps that leave a call with many requests unopened. */
const beforeOpening: ReadonlySet<Step['action']['case']> = new Set([
  'sleep',
  'awaitSignal',
  'cancel',
]);

export class Player {
  readonly #script: Script;
  readonly #open: Opener;
  readonly #signals: Signals;
  readonly #onMessage: ((message: Message) => void) | undefined;
  readonly #recorder = new Recorder();
  readonly #many: boolean;
  readonly #stop = new AbortController();
  readonly #ended = new AbortController();
  #call: OpenCall | undefined;
  #end: CallEnd | undefined;
  #cancelled = false;
  #sent = false;
  #halfClosed = false;
  #claimed = 0;
  #drains = noStep;
  #headersStep = noStep;

  constructor(
    script: Script,
    open: Opener,
    signals: Signals,
    onMessage?: (message: Message) => void,
  ) {
    this.#script = script;
    this.#open = open;
    this.#signals = signals;
    this.#onMessage = onMessage;
    this.#many = sendsMany(script.method);
  }

  /**
   * play plays all steps, half-closes, drains, and answers the outcome. What is cancelled is not finished: it gets no
   * half-close, which would tell the server that the requests are whole.
   */
  async play(): Promise<MessageInitShape<typeof OutcomeSchema>> {
    for (const [index, step] of this.#script.plan.steps.entries()) {
      if (this.#stop.signal.aborted) break;
      this.#recorder.step = index;
      await this.#step(step.action, index);
    }
    this.#recorder.step = noStep;
    const call = this.#call ?? this.#opened();
    if (!this.#cancelled) await this.#halfClose();
    await call.receive(Number.POSITIVE_INFINITY);
    const end = await call.ended;
    const { messages, events } = this.#recorder;
    return { ...end, messages, events };
  }

  /** stop ends the RPC and every wait, for the guard. */
  stop(): void {
    this.#stop.abort();
    this.#call?.cancel();
  }

  async #step(action: Step['action'], index: number): Promise<void> {
    if (this.#many && !this.#call && !beforeOpening.has(action.case)) this.#opened();
    switch (action.case) {
      case 'send':
        return this.#send(this.#script.messages.get(index) ?? [], action.value.compression);
      case 'receive':
        return this.#receive(Math.max(action.value.count, 1), index);
      case 'readHeaders':
        this.#headersStep = index;
        return this.#call?.headers();
      case 'halfClose':
        return this.#halfClose();
      case 'sleep':
        return sleep(millis(action.value.duration) ?? 0, this.#stop.signal);
      case 'cancel':
        return action.value.when ? this.#cancelWhen(action.value.when, index) : this.#cancel(index);
      case 'awaitSignal':
        return this.#awaitSignal(action.value.name);
      case 'pauseReading':
        return this.#pause(millis(action.value.duration) ?? 0);
      case 'drain':
        return this.#drain(action.value.background, index);
    }
  }

  #opened(request?: Message, compression = Compression.UNSPECIFIED): OpenCall {
    const { plan, method, fallback, readsLate } = this.#script;
    const call = this.#open({
      ...{ plan, method, compression, cancelled: this.#cancelled, readsLate },
      request: this.#many ? undefined : (request ?? fallback),
      watcher: {
        headers: () => this.#recorder.event(EventKind.HEADERS, this.#headersStep),
        message: (message) => this.#received(message),
      },
    });
    this.#call = call;
    this.#recorder.event(EventKind.OPENED);
    if (!this.#many) this.#requestSent();
    void call.ended.then((end) => this.#over(end));
    return call;
  }

  /** A single request goes out with the opening, and ends the client's side. */
  #requestSent(): void {
    this.#sent = true;
    this.#halfClosed = true;
    this.#recorder.event(EventKind.SENT);
  }

  #received(message: Message): void {
    this.#recorder.message(() => describeMessage(this.#script.method.output, message));
    this.#onMessage?.(message);
  }

  #over(end: CallEnd): void {
    this.#end = end;
    this.#ended.abort();
    this.#recorder.event(EventKind.ENDED, noStep);
  }

  async #send(messages: readonly Message[], compression: Compression): Promise<void> {
    if (!this.#call) {
      this.#opened(messages[0], compression);
      return;
    }
    for (const message of messages) {
      if (this.#end || !this.#many) return;
      await this.#call.send(message, compression);
      this.#sent = true;
      this.#recorder.event(EventKind.SENT);
    }
  }

  async #receive(count: number, index: number): Promise<void> {
    if (!this.#call) return;
    const base = this.#drains === noStep ? this.#claimed : this.#recorder.received;
    this.#claimed = base + count;
    this.#recorder.reading = index;
    await this.#call.receive(this.#claimed);
    this.#recorder.reading = this.#drains;
  }

  async #halfClose(): Promise<void> {
    if (!this.#call || this.#halfClosed) return;
    if (!this.#sent && this.#script.plan.serverPlan) {
      await this.#send([this.#script.fallback], Compression.UNSPECIFIED);
    }
    this.#halfClosed = true;
    if (this.#end) return;
    this.#call.halfClose();
    this.#recorder.event(EventKind.HALF_CLOSED);
  }

  #cancel(index: number): void {
    this.#cancelled = true;
    if (this.#end) return;
    this.#call?.cancel();
    this.#recorder.event(EventKind.CANCELLED, index);
  }

  /** Once a signal has come, also under a step that goes on. */
  #cancelWhen(name: string, index: number): void {
    const { callId } = this.#script.plan;
    void this.#signals.wait(callId, name, this.#ended.signal).then(() => {
      this.#cancel(index);
    });
  }

  async #awaitSignal(name: string): Promise<void> {
    await this.#signals.wait(this.#script.plan.callId, name, this.#stop.signal);
    this.#recorder.event(EventKind.SIGNALLED);
  }

  async #pause(ms: number): Promise<void> {
    this.#call?.pause();
    await sleep(ms, this.#stop.signal);
    this.#call?.resume();
  }

  async #drain(background: boolean, index: number): Promise<void> {
    this.#drains = index;
    this.#recorder.reading = index;
    const drained = this.#call?.receive(Number.POSITIVE_INFINITY);
    if (!background) await drained;
  }
}
