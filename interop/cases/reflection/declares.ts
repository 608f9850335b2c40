import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  type MethodDescriptorProto,
} from '@bufbuild/protobuf/wkt';

/** What a file declares, a line for each field, enum and method, as files.ts has them; in alphabetical order. */
export function declared(file: FileDescriptorProto): string[] {
  const lines = [
    ...file.enumType.map(enumLine),
    ...file.messageType.flatMap((one) => messageLines(one, '')),
    ...file.service.flatMap(({ name, method }) =>
      method.map((one) => `${name}: ${methodLine(one)}`),
    ),
  ];
  return lines.sort();
}

function enumLine({ name, value }: EnumDescriptorProto): string {
  return `${name}: ${value.map((one) => `${one.name} = ${one.number}`).join(', ')}`;
}

function messageLines(message: DescriptorProto, within: string): string[] {
  const name = `${within}${message.name}`;
  return [
    ...message.field.map((one) => `${name}: ${fieldLine(one, message)}`),
    ...message.nestedType.flatMap((one) => messageLines(one, `${name}.`)),
  ];
}

function fieldLine(field: FieldDescriptorProto, { oneofDecl }: DescriptorProto): string {
  const { number, name, label, proto3Optional, jsonName, options } = field;
  const isIn = Object.hasOwn(field, 'oneofIndex') && !proto3Optional;
  return [
    number,
    ...(label === FieldDescriptorProto_Label.REPEATED ? ['repeated'] : []),
    ...(proto3Optional ? ['optional'] : []),
    ...(isIn ? [`oneof ${oneofDecl[field.oneofIndex]?.name}`] : []),
    typeName(field),
    name,
    ...(jsonName.includes('-') ? [`[json_name = ${jsonName}]`] : []),
    ...(options !== undefined && Object.hasOwn(options, 'packed') && !options.packed
      ? ['[packed = false]']
      : []),
  ].join(' ');
}

function typeName({ typeName: named, type }: FieldDescriptorProto): string {
  const scalar = FieldDescriptorProto_Type[type] ?? String(type);
  return named === '' ? scalar.toLowerCase() : named.replace(/^\./, '');
}

function methodLine(method: MethodDescriptorProto): string {
  const side = (streams: boolean, type: string) =>
    `(${streams ? 'stream ' : ''}${type.replace(/^\./, '')})`;
  const takes = side(method.clientStreaming, method.inputType);
  return `${method.name}${takes} returns ${side(method.serverStreaming, method.outputType)}`;
}
