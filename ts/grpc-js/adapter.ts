/**
 * Adapter joins protobuf-es and grpc-js: from a generated service descriptor it makes what
 * grpc-js wants (a service definition), and types the client and the handlers by it.
 */
import {
  type DescMethod,
  type DescMethodBiDiStreaming,
  type DescMethodClientStreaming,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type DescService,
  fromBinary,
  type Message,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';

type Unary<I, O> = (
  request: I,
  metadata: grpc.Metadata,
  options: grpc.CallOptions,
  callback: grpc.requestCallback<O>,
) => grpc.ClientUnaryCall;

type ServerStreaming<I, O> = (
  request: I,
  metadata?: grpc.Metadata,
  options?: grpc.CallOptions,
) => grpc.ClientReadableStream<O>;

type ClientStreaming<I, O> = (
  metadata: grpc.Metadata,
  options: grpc.CallOptions,
  callback: grpc.requestCallback<O>,
) => grpc.ClientWritableStream<I>;

type BidiStreaming<I, O> = (
  metadata?: grpc.Metadata,
  options?: grpc.CallOptions,
) => grpc.ClientDuplexStream<I, O>;

type StubMethod<M> =
  M extends DescMethodUnary<infer I, infer O>
    ? Unary<MessageShape<I>, MessageShape<O>>
    : M extends DescMethodServerStreaming<infer I, infer O>
      ? ServerStreaming<MessageShape<I>, MessageShape<O>>
      : M extends DescMethodClientStreaming<infer I, infer O>
        ? ClientStreaming<MessageShape<I>, MessageShape<O>>
        : M extends DescMethodBiDiStreaming<infer I, infer O>
          ? BidiStreaming<MessageShape<I>, MessageShape<O>>
          : never;

type Handler<M> =
  M extends DescMethodUnary<infer I, infer O>
    ? grpc.handleUnaryCall<MessageShape<I>, MessageShape<O>>
    : M extends DescMethodServerStreaming<infer I, infer O>
      ? grpc.handleServerStreamingCall<MessageShape<I>, MessageShape<O>>
      : M extends DescMethodClientStreaming<infer I, infer O>
        ? grpc.handleClientStreamingCall<MessageShape<I>, MessageShape<O>>
        : M extends DescMethodBiDiStreaming<infer I, infer O>
          ? grpc.handleBidiStreamingCall<MessageShape<I>, MessageShape<O>>
          : never;

/** Stub is a grpc-js client with one method for each RPC of the service. */
export type Stub<S extends DescService> = grpc.Client & {
  [K in keyof S['method']]: StubMethod<S['method'][K]>;
};

/** Handlers is what a server implements: one handler for each RPC of the service. */
export type Handlers<S extends DescService> = {
  [K in keyof S['method']]: Handler<S['method'][K]>;
};

/** methodDefinition says how one RPC is called and how its messages are written. */
export function methodDefinition(method: DescMethod): grpc.MethodDefinition<Message, Message> {
  return {
    // Path of a call: gRPC over HTTP/2, "Requests".
    path: `/${method.parent.typeName}/${method.name}`,
    originalName: method.localName,
    requestStream:
      method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
    responseStream:
      method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
    requestSerialize: (message) => bufferOf(toBinary(method.input, message)),
    requestDeserialize: (bytes) => fromBinary(method.input, bytes),
    responseSerialize: (message) => bufferOf(toBinary(method.output, message)),
    responseDeserialize: (bytes) => fromBinary(method.output, bytes),
  };
}

/** serviceDefinition is what `server.addService` and a client constructor take. */
export function serviceDefinition<S extends DescService>(
  service: S,
): grpc.ServiceDefinition<Handlers<S>> {
  const entries = service.methods.map((method) => [method.localName, methodDefinition(method)]);
  return Object.fromEntries(entries);
}

/** createStub opens a client of the service; the connection is made with the first call. */
export function createStub<S extends DescService>(
  service: S,
  address: string,
  credentials = grpc.credentials.createInsecure(),
  options: grpc.ClientOptions = {},
): Stub<S> {
  const definition: grpc.ServiceDefinition = serviceDefinition(service);
  const Constructor = grpc.makeGenericClientConstructor(definition, service.typeName);
  return new Constructor(address, credentials, options) as unknown as Stub<S>;
}

/** bufferOf shares the bytes: grpc-js wants a Buffer, and a copy would cost. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
