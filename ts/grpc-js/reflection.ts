/** Reflection answers grpc.reflection, v1 and v1alpha, on grpc-js: by its project's own package. */
import { type DescFile, type DescService, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type * as grpc from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';

/** addReflection lists these services, and shows their files with all that those import. */
export function addReflection(server: grpc.Server, services: readonly DescService[]): void {
  const files = new Set<DescFile>();
  for (const { file } of services) collect(file, files);
  const encoded = [...files].map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto));
  const fileDescriptorProtos = encoded.map((bytes) => Buffer.from(bytes));
  // As proto-loader describes a type: the package reads the descriptors, and nothing else of it.
  const format = 'Protocol Buffer 3 EnumDescriptorProto';
  const loaded = { format, type: {}, fileDescriptorProtos } as const;
  const listed = services.map(({ typeName }) => typeName);
  new ReflectionService({ loaded }, { services: listed }).addToServer(server);
}

function collect(file: DescFile, into: Set<DescFile>): void {
  if (into.has(file)) return;
  into.add(file);
  for (const dependency of file.dependencies) collect(dependency, into);
}
