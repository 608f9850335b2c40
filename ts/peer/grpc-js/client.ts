/** Client opens RPCs with grpc-js, in its own idiom: callbacks, and streams with events. */
import { once } from 'node:events';
import type { Message } from '@bufbuild/protobuf';
import type * as grpc from '@grpc/grpc-js';
import type { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';
import { Arrivals } from '../arrivals.ts';
import { Inbox } from '../inbox.ts';
import type { CallEnd, CallStart, OpenCall } from '../library.ts';
import { requestMetadata } from '../metadata.ts';
import { millis } from '../time.ts';
import type { Channels } from './channels.ts';
import { Choices } from './compression.ts';
import { endOf, failedBeforeSending } from './end.ts';
import { localPort } from './local-port.ts';
import { toMetadata } from './metadata.ts';
import { byPath, type Surface, type Way, ways } from './ways.ts';

/** ParentCall is a call being served; what it calls on inherits deadline and cancellation. */
export type ParentCall = NonNullable<grpc.CallOptions['parent']>;

/** openCall starts the RPC. What grpc-js throws is the call's end, like any error of it. */
export function openCall(channels: Channels, start: CallStart, parent?: ParentCall): OpenCall {
  const client = channels.get(start.plan);
  const call = new GrpcJsCall(client, start, parent);
  const close = () => client.close();
  if (start.plan.channel?.fresh) call.ended.then(close, close);
  return call;
}

class GrpcJsCall implements OpenCall {
  readonly ended: Promise<CallEnd>;
  readonly #client: grpc.Client;
  readonly #start: CallStart;
  readonly #way: Way;
  readonly #choices: Choices;
  readonly #arrivals = new Arrivals();
  readonly #headersSeen: Promise<void>;
  readonly #answer = Promise.withResolvers<void>();
  #inbox: Inbox | undefined;
  #call: Surface | undefined;
  #headers: grpc.Metadata | undefined;
  #port = 0;
  #error: grpc.ServiceError | undefined;

  constructor(client: grpc.Client, start: CallStart, parent?: ParentCall) {
    this.#client = client;
    this.#start = start;
    this.#way = ways[start.plan.way] ?? byPath;
    this.#choices = new Choices(start.plan);
    const headers = Promise.withResolvers<void>();
    this.#headersSeen = headers.promise;
    try {
      const call = this.#open(parent);
      this.#call = call;
      call.on('metadata', (metadata: grpc.Metadata) => this.#onHeaders(metadata, headers.resolve));
      this.ended = this.#watch(call);
      if (start.cancelled) call.cancel();
    } catch (error) {
      this.ended = Promise.resolve(failedBeforeSending(error));
    }
    const over = () => {
      headers.resolve();
      this.#arrivals.end();
    };
    // A fault of ours in reading the end lets whoever waits go, too: it is told, and no hang.
    this.ended.then(over, over);
  }

  async send(message: Message, compression: Compression): Promise<void> {
    const call = this.#call;
    if (!call?.write) return;
    this.#choices.add(compression);
    if (call.write(message)) return;
    const gone = new AbortController();
    const drained = once(call, 'drain', { signal: gone.signal }).catch(() => undefined);
    await Promise.race([drained, this.ended]);
    gone.abort();
  }

  receive(total: number): Promise<boolean> {
    return (this.#inbox ?? this.#arrivals).receive(total);
  }

  headers(): Promise<void> {
    return this.#headersSeen;
  }

  halfClose(): void {
    this.#call?.end?.();
  }

  cancel(): void {
    this.#call?.cancel();
  }

  pause(): void {
    if (this.#inbox) this.#inbox.pause();
    else this.#call?.pause?.();
  }

  resume(): void {
    if (this.#inbox) this.#inbox.resume();
    else this.#call?.resume?.();
  }

  #open(parent: ParentCall | undefined): Surface {
    const { method, request, plan, compression } = this.#start;
    const metadata = toMetadata(requestMetadata(plan));
    if (plan.channel?.waitForReady) metadata.setOptions({ waitForReady: true });
    const { interceptors } = this.#choices;
    const options = {
      ...optionsOf(this.#start, parent),
      ...(interceptors.length > 0 && { interceptors }),
    };
    if (request) this.#choices.add(compression);
    const callback = this.#answered.bind(this);
    return this.#way.open({ client: this.#client, method, request, metadata, options, callback });
  }

  #answered(error: grpc.ServiceError | null, message?: Message): void {
    if (error) this.#error = error;
    else if (message) this.#onMessage(message);
    this.#answer.resolve();
  }

  #onMessage(message: Message): void {
    this.#start.watcher.message(message);
    this.#arrivals.arrive();
  }

  #onHeaders(metadata: grpc.Metadata, seen: () => void): void {
    this.#headers = metadata;
    this.#port = localPort(this.#client);
    this.#start.watcher.headers();
    seen();
  }

  /** A stream is over when its status is there and its last message has been taken. */
  async #watch(call: Surface): Promise<CallEnd> {
    const status = Promise.withResolvers<grpc.StatusObject>();
    call.on('status', status.resolve);
    if (!isStream(this.#start)) await this.#answer.promise;
    else if (this.#way.iterates) await this.#iterated(call);
    else await this.#evented(call);
    return this.#ending(await status.promise);
  }

  #evented(call: Surface): Promise<void> {
    call.on('data', (message: Message) => this.#onMessage(message));
    call.on('error', (error: grpc.ServiceError) => {
      this.#error = error;
    });
    return new Promise((resolve) => call.on('end', resolve));
  }

  async #iterated(call: Surface): Promise<void> {
    const source = call[Symbol.asyncIterator]?.();
    if (!source) throw new Error('a stream of grpc-js that can not be iterated over');
    const { watcher, readsLate } = this.#start;
    this.#inbox = new Inbox(source, watcher.message, readsLate);
    await this.#inbox.over.catch((error: grpc.ServiceError) => {
      this.#error = error;
    });
  }

  #ending(status: grpc.StatusObject): CallEnd {
    return endOf({
      ...{ status, error: this.#error, headers: this.#headers },
      localPort: this.#port || localPort(this.#client),
    });
  }
}

function isStream({ method }: CallStart): boolean {
  return method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming';
}

function optionsOf({ plan }: CallStart, parent: ParentCall | undefined): grpc.CallOptions {
  const timeout = millis(plan.timeout);
  return {
    ...(timeout !== undefined && { deadline: Date.now() + timeout }),
    ...(plan.authority && { host: plan.authority }),
    ...(parent && { parent }),
  };
}
