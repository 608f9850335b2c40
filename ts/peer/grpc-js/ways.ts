/** Ways are how a program can talk to grpc-js: by paths, by a stub with callbacks, or by iterating. */
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { methodDefinition, serviceDefinition } from '../../grpc-js/adapter.ts';

/** Surface is what the calls of all four kinds have, and what only some have. */
export type Surface = grpc.ClientUnaryCall &
  Partial<Pick<grpc.ClientReadableStream<Message>, 'pause' | 'resume'>> &
  Partial<Pick<grpc.ClientWritableStream<Message>, 'write' | 'end'>> &
  Partial<AsyncIterable<Message>>;

/** Opening is all that the library is given. */
export interface Opening {
  readonly client: grpc.Client;
  readonly method: DescMethod;
  /** Of a method that takes one. */
  readonly request: Message | undefined;
  readonly metadata: grpc.Metadata;
  readonly options: grpc.CallOptions;
  readonly callback: grpc.requestCallback<Message>;
}

/** Way opens a call; responses of a stream are its events, or iterated over. */
export interface Way {
  readonly open: (opening: Opening) => Surface;
  readonly iterates: boolean;
}

/** byPath needs no stub: the client takes path and serializers with each call. */
export const byPath: Way = { open: openByPath, iterates: false };

/** ways are the others, by name. */
export const ways: Readonly<Record<string, Way>> = {
  callback: { open: openByStub, iterates: false },
  iterator: { open: openByStub, iterates: true },
};

function openByPath({ client, method, request, metadata, options, callback }: Opening): Surface {
  const stub = pathOf(method);
  switch (method.methodKind) {
    case 'unary':
      return client.makeUnaryRequest(...stub, request as Message, metadata, options, callback);
    case 'server_streaming':
      return client.makeServerStreamRequest(...stub, request as Message, metadata, options);
    case 'client_streaming':
      return client.makeClientStreamRequest(...stub, metadata, options, callback);
    case 'bidi_streaming':
      return client.makeBidiStreamRequest(...stub, metadata, options);
  }
}

/** A method of a stub takes a request where there is one, and a callback where there is one answer. */
function openByStub({ client, method, request, metadata, options, callback }: Opening): Surface {
  const stub = stubOf(client, method.parent);
  const single = method.methodKind === 'unary' || method.methodKind === 'client_streaming';
  const call = stub[method.localName];
  if (!call) throw new Error(`no stub for ${method.name}`);
  return call.call(
    stub,
    ...(request ? [request] : []),
    ...[metadata, options],
    ...(single ? [callback] : []),
  );
}

type Stub = Readonly<Record<string, ((...args: unknown[]) => Surface) | undefined>>;

const stubs = new WeakMap<grpc.Client, Map<DescService, Stub>>();

/** stubOf is a stub on the client's own channel; made once. */
function stubOf(client: grpc.Client, service: DescService): Stub {
  const ofClient = stubs.get(client) ?? new Map<DescService, Stub>();
  stubs.set(client, ofClient);
  const known = ofClient.get(service);
  if (known) return known;
  const definition: grpc.ServiceDefinition = serviceDefinition(service);
  const Constructor = grpc.makeGenericClientConstructor(definition, service.typeName);
  const options = { channelOverride: client.getChannel() };
  const stub: unknown = new Constructor('', grpc.credentials.createInsecure(), options);
  ofClient.set(service, stub as Stub);
  return stub as Stub;
}

type PathMethod = readonly [
  path: string,
  serialize: (message: Message) => Buffer,
  deserialize: (bytes: Buffer) => Message,
];

const paths = new Map<DescMethod, PathMethod>();

/** pathOf is what has to be known of a method to call it by its path; made once. */
function pathOf(method: DescMethod): PathMethod {
  const known = paths.get(method);
  if (known) return known;
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  const stub = [path, requestSerialize, responseDeserialize] as const;
  paths.set(method, stub);
  return stub;
}
