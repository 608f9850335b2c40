/** Client opens RPCs with Connect, in its own idiom: promises, iterables and abort signals. */
import type { Message } from '@bufbuild/protobuf';
import type { CallOptions, HandlerContext } from '@connectrpc/connect';
import { Arrivals } from '../arrivals.ts';
import { Inbox } from '../inbox.ts';
import type { CallEnd, CallStart, OpenCall } from '../library.ts';
import { requestMetadata } from '../metadata.ts';
import { sendsMany } from '../methods.ts';
import { millis } from '../time.ts';
import type { Channel } from './channel.ts';
import type { Channels } from './channels.ts';
import { failedEnd, type Shown, succeededEnd } from './end.ts';
import { appendTo } from './metadata.ts';
import { Outbox } from './outbox.ts';

/** openCall starts the RPC. What Connect throws is the call's end, like any error of it. */
export function openCall(channels: Channels, start: CallStart, parent?: HandlerContext): OpenCall {
  const channel = channels.get(start.plan);
  const call = new ConnectCall(channel, start, parent);
  if (start.plan.channel?.fresh) void call.ended.then(() => channel.close());
  return call;
}

class ConnectCall implements OpenCall {
  readonly ended: Promise<CallEnd>;
  readonly #start: CallStart;
  readonly #channel: Channel;
  readonly #abort = new AbortController();
  readonly #outbox = new Outbox();
  readonly #single = new Arrivals();
  readonly #headersSeen = Promise.withResolvers<void>();
  readonly #shown: Shown = { headers: undefined, trailers: undefined, localPort: 0 };
  #inbox: Inbox | undefined;

  constructor(channel: Channel, start: CallStart, parent?: HandlerContext) {
    this.#start = start;
    this.#channel = channel;
    if (start.cancelled) this.#abort.abort();
    this.ended = this.#run(parent).then(
      () => succeededEnd(this.#seen()),
      (error: unknown) => failedEnd(this.#seen(), error),
    );
    void this.ended.then(() => this.#over());
  }

  async send(message: Message): Promise<void> {
    await Promise.race([this.#outbox.put(message), this.ended]);
  }

  receive(total: number): Promise<boolean> {
    return (this.#inbox ?? this.#single).receive(total);
  }

  headers(): Promise<void> {
    return this.#headersSeen.promise;
  }

  halfClose(): void {
    this.#outbox.close();
  }

  cancel(): void {
    this.#abort.abort();
  }

  pause(): void {
    this.#inbox?.pause();
  }

  resume(): void {
    this.#inbox?.resume();
  }

  async #run(parent: HandlerContext | undefined): Promise<void> {
    const { method, request, plan } = this.#start;
    const call = this.#channel.method(method, plan.way);
    const input = sendsMany(method) ? this.#outbox : request;
    if (!call || !input) throw new Error(`no stub for ${method.name}`);
    const answer = call(input, this.#options(parent));
    if (answer instanceof Promise) return this.#onMessage(await answer);
    const { watcher, readsLate } = this.#start;
    this.#inbox = new Inbox(answer[Symbol.asyncIterator](), watcher.message, readsLate);
    await this.#inbox.over;
  }

  #options(parent: HandlerContext | undefined): CallOptions {
    const { plan } = this.#start;
    const timeouts = [millis(plan.timeout), parent?.timeoutMs()].filter((ms) => ms !== undefined);
    return {
      headers: appendTo(new Headers(), requestMetadata(plan)),
      signal: parent ? AbortSignal.any([this.#abort.signal, parent.signal]) : this.#abort.signal,
      ...(timeouts.length > 0 && { timeoutMs: Math.min(...timeouts) }),
      onHeader: (headers) => this.#onHeader(headers),
      onTrailer: (trailers) => {
        this.#shown.trailers = trailers;
      },
    };
  }

  #onMessage(message: Message): void {
    this.#start.watcher.message(message);
    this.#single.arrive();
  }

  #onHeader(headers: Headers): void {
    this.#shown.headers = headers;
    this.#shown.localPort = this.#channel.localPort;
    this.#start.watcher.headers();
    this.#headersSeen.resolve();
  }

  #seen(): Shown {
    this.#shown.localPort ||= this.#channel.localPort;
    return this.#shown;
  }

  #over(): void {
    this.#headersSeen.resolve();
    this.#single.end();
  }
}
