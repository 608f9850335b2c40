/** Ways are how a program can talk to Connect: by promises, by callbacks, or with the transport alone. */
import type { DescMethod, DescMethodStreaming, DescMethodUnary, Message } from '@bufbuild/protobuf';
import {
  type CallOptions,
  Code,
  ConnectError,
  createCallbackClient,
  createClient,
  type Transport,
} from '@connectrpc/connect';
import { sendsMany } from '../methods.ts';

/** StubMethod is any method of any client: single or many messages, each way. */
export type StubMethod = (
  input: Message | AsyncIterable<Message>,
  options: CallOptions,
) => Promise<Message> | AsyncIterable<Message>;

type Way = (transport: Transport, method: DescMethod) => StubMethod;

type Failure = ConnectError | undefined;
type OneAnswer = (
  input: Message,
  answered: (error: Failure, message: Message) => void,
  options: CallOptions,
) => void;
type ManyAnswers = (
  input: Message,
  each: (message: Message) => void,
  close: (error: Failure) => void,
  options: CallOptions,
) => void;

/** byPromise is the usual client. */
export const byPromise: Way = (transport, method) => {
  const client: unknown = createClient(method.parent, transport);
  return stubOf(client as Record<string, StubMethod>, method);
};

/** ways are the others, by name. A callback client has no methods with many requests: those stay promises. */
export const ways: Readonly<Record<string, Way>> = {
  callback(transport, method) {
    if (sendsMany(method)) return byPromise(transport, method);
    const client: unknown = createCallbackClient(method.parent, transport);
    if (method.methodKind === 'unary') {
      return answered(stubOf(client as Record<string, OneAnswer>, method));
    }
    return pushed(stubOf(client as Record<string, ManyAnswers>, method));
  },
  transport(transport, method) {
    if (method.methodKind === 'unary') {
      const unary = method as DescMethodUnary;
      return async (input, { signal, timeoutMs, headers, onHeader, onTrailer }) => {
        const response = await transport.unary(unary, signal, timeoutMs, headers, input as Message);
        onHeader?.(response.header);
        onTrailer?.(response.trailer);
        return response.message;
      };
    }
    const stream = streamed(transport, method as DescMethodStreaming);
    return method.methodKind === 'client_streaming' ? onlyOf(stream) : stream;
  },
};

function stubOf<S>(client: Readonly<Record<string, S>>, { localName }: DescMethod): S {
  const stub = client[localName];
  if (!stub) throw new Error(`no stub for ${localName}`);
  return stub;
}

/** A call that its own program cancels is never answered to a callback: the program knows. */
function cancelled(): ConnectError {
  return new ConnectError('cancelled by the program', Code.Canceled);
}

function answered(stub: OneAnswer): StubMethod {
  return (input, options) =>
    new Promise<Message>((resolve, reject) => {
      const stop = () => reject(cancelled());
      options.signal?.addEventListener('abort', stop);
      stub(
        input as Message,
        (error, message) => (error ? reject(error) : resolve(message)),
        options,
      );
      if (options.signal?.aborted) stop();
    });
}

/** pushed keeps what the library pushes until somebody takes it. */
function pushed(stub: ManyAnswers): StubMethod {
  return async function* (input, options) {
    const waiting: Message[] = [];
    const end: { failure?: Failure }[] = [];
    let news = Promise.withResolvers<void>();
    const each = (message: Message) => {
      waiting.push(message);
      news.resolve();
    };
    const close = (failure: Failure) => {
      end.push({ failure: failure ?? (options.signal?.aborted ? cancelled() : undefined) });
      news.resolve();
    };
    stub(input as Message, each, close, options);
    while (end.length === 0 || waiting.length > 0) {
      await news.promise;
      news = Promise.withResolvers();
      yield* waiting.splice(0);
      if (end.length > 0) news.resolve();
    }
    if (end[0]?.failure) throw end[0].failure;
  };
}

type Streaming = (
  input: Message | AsyncIterable<Message>,
  options: CallOptions,
) => AsyncGenerator<Message>;

function streamed(transport: Transport, method: DescMethodStreaming): Streaming {
  return async function* (input, { signal, timeoutMs, headers, onHeader, onTrailer }) {
    const requests = Symbol.asyncIterator in input ? input : only(input);
    const response = await transport.stream(method, signal, timeoutMs, headers, requests);
    onHeader?.(response.header);
    yield* response.message;
    onTrailer?.(response.trailer);
  };
}

async function* only(message: Message): AsyncGenerator<Message> {
  yield message;
}

/** Whoever takes the transport counts responses himself: gRPC has "Unimplemented" for other than one. */
function onlyOf(stream: Streaming): StubMethod {
  return async (input, options) => {
    const messages: Message[] = [];
    for await (const message of stream(input, options)) messages.push(message);
    const [single, ...more] = messages;
    if (single && more.length === 0) return single;
    throw new ConnectError(`${messages.length} responses, not one`, Code.Unimplemented);
  };
}
