import type { Code } from '../code.ts';
import { literal } from '../code.ts';
import type { Field, Shape } from '../program.ts';

/** The service's descriptor, which generated code would have. */
export const descriptor = ({ manyRequests, manyResponses }: Shape): Code => [
  `import { createFileRegistry, fromJson } from '@bufbuild/protobuf';`,
  `import { FileDescriptorProtoSchema, file_google_protobuf_wrappers } from '@bufbuild/protobuf/wkt';`,
  '',
  `const BYTES = '.google.protobuf.BytesValue';`,
  'const file = fromJson(FileDescriptorProtoSchema, {',
  [
    `name: 'repro.proto',`,
    `package: 'repro',`,
    `syntax: 'proto3',`,
    `dependency: ['google/protobuf/wrappers.proto'],`,
    'service: [{',
    [
      `name: 'Repro',`,
      'method: [{',
      [
        `name: 'Call', inputType: BYTES, outputType: BYTES,`,
        `clientStreaming: ${manyRequests}, serverStreaming: ${manyResponses},`,
      ],
      '}],',
    ],
    '}],',
  ],
  '});',
  `const Repro = createFileRegistry(file, () => file_google_protobuf_wrappers).getService('repro.Repro');`,
];

/** A Connect name of a code: `NotFound`, `Canceled`. */
export function codeOf(name: string): string {
  if (name === 'CANCELLED') return 'Canceled';
  return name
    .toLowerCase()
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** Lines that add fields to Headers. */
export function appendLines(target: string, fields: readonly Field[]): Code {
  return fields.map((field) => `${target}.append(${literal(field.name)}, ${fieldValue(field)});`);
}

function fieldValue({ value, binary }: Field): string {
  return binary ? `encodeBinaryHeader(Buffer.from('${value}', 'hex'))` : literal(value);
}
