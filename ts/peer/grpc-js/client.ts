/** Client opens RPCs with grpc-js, in its own idiom: callbacks, and streams with events. */
import { once } from 'node:events';
import type { DescMethod, Message } from '@bufbuild/protobuf';
import type * as grpc from '@grpc/grpc-js';
import { methodDefinition } from '../../grpc-js/adapter.ts';
import { Arrivals } from '../arrivals.ts';
import type { CallEnd, CallStart, OpenCall } from '../library.ts';
import { requestMetadata } from '../metadata.ts';
import { millis } from '../time.ts';
import type { Channels } from './channels.ts';
import { endOf, failedBeforeSending } from './end.ts';
import { localPort } from './local-port.ts';
import { toMetadata } from './metadata.ts';

/** ParentCall is a call being served; what it calls on inherits deadline and cancellation. */
export type ParentCall = NonNullable<grpc.CallOptions['parent']>;

type Surface = grpc.ClientUnaryCall &
  Partial<Pick<grpc.ClientReadableStream<Message>, 'pause' | 'resume'>> &
  Partial<Pick<grpc.ClientWritableStream<Message>, 'write' | 'end'>>;

/** openCall starts the RPC. What grpc-js throws is the call's end, like any error of it. */
export function openCall(channels: Channels, start: CallStart, parent?: ParentCall): OpenCall {
  const client = channels.get(start.plan);
  const call = new GrpcJsCall(client, start, parent);
  if (start.plan.channel?.fresh) void call.ended.then(() => client.close());
  return call;
}

class GrpcJsCall implements OpenCall {
  readonly ended: Promise<CallEnd>;
  readonly #client: grpc.Client;
  readonly #start: CallStart;
  readonly #arrivals = new Arrivals();
  readonly #headersSeen: Promise<void>;
  #call: Surface | undefined;
  #headers: grpc.Metadata | undefined;
  #port = 0;
  #error: grpc.ServiceError | undefined;

  constructor(client: grpc.Client, start: CallStart, parent?: ParentCall) {
    this.#client = client;
    this.#start = start;
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
    void this.ended.then(() => {
      headers.resolve();
      this.#arrivals.end();
    });
  }

  async send(message: Message): Promise<void> {
    const call = this.#call;
    if (!call?.write || call.write(message)) return;
    const gone = new AbortController();
    const drained = once(call, 'drain', { signal: gone.signal }).catch(() => undefined);
    await Promise.race([drained, this.ended]);
    gone.abort();
  }

  receive(total: number): Promise<boolean> {
    return this.#arrivals.receive(total);
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
    this.#call?.pause?.();
  }

  resume(): void {
    this.#call?.resume?.();
  }

  #open(parent: ParentCall | undefined): Surface {
    const { method, request, plan } = this.#start;
    const stub = stubOf(method);
    const metadata = toMetadata(requestMetadata(plan));
    if (plan.channel?.waitForReady) metadata.setOptions({ waitForReady: true });
    const options = optionsOf(this.#start, parent);
    const callback = this.#answered.bind(this);
    switch (method.methodKind) {
      case 'unary':
        return this.#client.makeUnaryRequest(
          ...stub,
          request as Message,
          metadata,
          options,
          callback,
        );
      case 'server_streaming':
        return this.#client.makeServerStreamRequest(...stub, request as Message, metadata, options);
      case 'client_streaming':
        return this.#client.makeClientStreamRequest(...stub, metadata, options, callback);
      case 'bidi_streaming':
        return this.#client.makeBidiStreamRequest(...stub, metadata, options);
    }
  }

  #answered(error: grpc.ServiceError | null, message?: Message): void {
    if (error) this.#error = error;
    else if (message) this.#onMessage(message);
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
    const taken = Promise.withResolvers<void>();
    call.on('status', status.resolve);
    if (isStream(this.#start)) {
      call.on('data', (message: Message) => this.#onMessage(message));
      call.on('error', (error: grpc.ServiceError) => {
        this.#error = error;
      });
      call.on('end', taken.resolve);
    } else taken.resolve();
    await taken.promise;
    return this.#ending(await status.promise);
  }

  #ending(status: grpc.StatusObject): CallEnd {
    return endOf({
      ...{ status, error: this.#error, headers: this.#headers },
      localPort: this.#port || localPort(this.#client),
    });
  }
}

type StubMethod = readonly [
  path: string,
  serialize: (message: Message) => Buffer,
  deserialize: (bytes: Buffer) => Message,
];

const stubs = new Map<DescMethod, StubMethod>();

/** stubOf is what a client's stub knows of a method; made once. */
function stubOf(method: DescMethod): StubMethod {
  const known = stubs.get(method);
  if (known) return known;
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  const stub = [path, requestSerialize, responseDeserialize] as const;
  stubs.set(method, stub);
  return stub;
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
