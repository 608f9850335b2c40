/**
 * Reflection is the logic of grpc.reflection, v1 and v1alpha alike, without any RPC library:
 * https://github.com/grpc/grpc/blob/master/doc/server-reflection.md
 */
import { type DescExtension, type DescFile, type DescService, toBinary } from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type { ServerReflectionRequest as V1 } from '../gen/grpc/reflection/v1/reflection_pb.js';
import type { ServerReflectionRequest as V1Alpha } from '../gen/grpc/reflection/v1alpha/reflection_pb.js';

/** Question is what a client asks, in either version. */
export type Question = V1['messageRequest'] | V1Alpha['messageRequest'];

/** Reply is the answer to one question, an error among them. */
export type Reply =
  | Answered<'fileDescriptorResponse', { fileDescriptorProto: Uint8Array[] }>
  | Answered<'allExtensionNumbersResponse', { baseTypeName: string; extensionNumber: number[] }>
  | Answered<'listServicesResponse', { service: { name: string }[] }>
  | Answered<'errorResponse', { errorCode: number; errorMessage: string }>;

interface Answered<C extends string, V> {
  case: C;
  value: V;
}

const notFound = 5;
const invalidArgument = 3;

/** Reflection knows the files of some services, with all that those import. */
export class Reflection {
  readonly #services: readonly DescService[];
  readonly #files = new Map<string, DescFile>();
  readonly #symbols = new Map<string, DescFile>();
  readonly #extensions = new Map<string, Map<number, DescExtension>>();

  constructor(services: readonly DescService[]) {
    this.#services = services;
    for (const { file } of services) this.#add(file);
  }

  /** answer never throws: what isn't known is an error of the answer. */
  answer({ case: asked, value }: Question): Reply {
    switch (asked) {
      case 'listServices':
        return this.#list();
      case 'fileByFilename':
        return fileReply(this.#files.get(value), value);
      case 'fileContainingSymbol':
        return fileReply(this.#symbols.get(value), value);
      case 'fileContainingExtension': {
        const { containingType: type, extensionNumber: number } = value;
        return fileReply(this.#extensions.get(type)?.get(number)?.file, `${type} ${number}`);
      }
      case 'allExtensionNumbersOfType':
        return this.#numbers(value);
      default:
        return errorReply(invalidArgument, 'nothing asked');
    }
  }

  #list(): Reply {
    const service = this.#services.map(({ typeName: name }) => ({ name }));
    return { case: 'listServicesResponse', value: { service } };
  }

  #numbers(baseTypeName: string): Reply {
    if (!this.#symbols.has(baseTypeName)) return errorReply(notFound, `unknown: ${baseTypeName}`);
    const extensionNumber = [...(this.#extensions.get(baseTypeName)?.keys() ?? [])];
    return { case: 'allExtensionNumbersResponse', value: { baseTypeName, extensionNumber } };
  }

  #add(file: DescFile): void {
    if (this.#files.has(file.proto.name)) return;
    this.#files.set(file.proto.name, file);
    for (const type of nestedTypes(file)) {
      for (const name of namesIn(type)) this.#symbols.set(name, file);
      if (type.kind === 'extension') this.#extend(type);
    }
    for (const dependency of file.dependencies) this.#add(dependency);
  }

  #extend(extension: DescExtension): void {
    const { typeName } = extension.extendee;
    const known = this.#extensions.get(typeName) ?? new Map<number, DescExtension>();
    this.#extensions.set(typeName, known.set(extension.number, extension));
  }
}

type Nested = ReturnType<typeof nestedTypes> extends Iterable<infer T> ? T : never;

/** A value of an enum has its name beside the enum's, and not inside. */
function namesIn(type: Nested): string[] {
  const { typeName } = type;
  const inside = (names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => `${typeName}.${name}`);
  switch (type.kind) {
    case 'message':
      return [typeName, ...inside(type.fields), ...inside(type.oneofs)];
    case 'service':
      return [typeName, ...inside(type.methods)];
    case 'enum': {
      const scope = typeName.slice(0, typeName.lastIndexOf('.') + 1);
      return [typeName, ...type.values.map(({ name }) => scope + name)];
    }
    default:
      return [typeName];
  }
}

function fileReply(file: DescFile | undefined, asked: string): Reply {
  if (!file) return errorReply(notFound, `unknown: ${asked}`);
  const files = [...closure(file)].map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto));
  return { case: 'fileDescriptorResponse', value: { fileDescriptorProto: files } };
}

/** closure is a file, and all that it imports. */
function closure(file: DescFile, seen = new Set<DescFile>()): Set<DescFile> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const dependency of file.dependencies) closure(dependency, seen);
  return seen;
}

function errorReply(errorCode: number, errorMessage: string): Reply {
  return { case: 'errorResponse', value: { errorCode, errorMessage } };
}
