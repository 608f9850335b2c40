import { type Code, literal } from '../code.ts';
import { type Field, PATH, type Shape } from '../program.ts';

/** What both programs on grpc-js begin with. */
export const imports = (...more: readonly string[]): Code => [
  ...more,
  `import * as grpc from '@grpc/grpc-js';`,
  `import { create, fromBinary, toBinary } from '@bufbuild/protobuf';`,
  `import { BytesValueSchema } from '@bufbuild/protobuf/wkt';`,
  '',
  'const serialize = (message) => Buffer.from(toBinary(BytesValueSchema, message));',
  'const deserialize = (bytes) => fromBinary(BytesValueSchema, bytes);',
  'const message = (value) => create(BytesValueSchema, { value });',
];

/** Lines that fill a Metadata object. */
export function metadataLines(name: string, fields: readonly Field[]): Code {
  return [
    `const ${name} = new grpc.Metadata();`,
    ...fields.map((field) => `${name}.add(${literal(field.name)}, ${fieldValue(field)});`),
  ];
}

function fieldValue({ value, binary }: Field): string {
  return binary ? `Buffer.from('${value}', 'hex')` : literal(value);
}

/** The method as grpc-js wants it from generated code. */
export const definition = ({ manyRequests, manyResponses }: Shape): Code => [
  'const method = {',
  [
    `path: '${PATH}',`,
    `requestStream: ${manyRequests},`,
    `responseStream: ${manyResponses},`,
    'requestSerialize: serialize,',
    'requestDeserialize: deserialize,',
    'responseSerialize: serialize,',
    'responseDeserialize: deserialize,',
  ],
  '};',
];
