/**
 * Status details are a google.rpc.Status in the trailer `grpc-status-details-bin`. grpc-js has
 * no API for them, so this is the little that it takes to write and to read one.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Responses"
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { type Any, AnySchema } from '@bufbuild/protobuf/wkt';

export const statusDetailsTrailer = 'grpc-status-details-bin';

/** Fields of google.rpc.Status: https://github.com/googleapis/googleapis, google/rpc/status.proto */
const field = { code: 1, message: 2, details: 3 };
const wire = { varint: 0, lengthDelimited: 2 };

/** encodeStatus writes the trailer's value. */
export function encodeStatus(code: number, message: string, details: readonly Any[]): Buffer {
  const writer = new BinaryWriter();
  writer.tag(field.code, wire.varint).int32(code);
  writer.tag(field.message, wire.lengthDelimited).string(message);
  for (const detail of details) {
    writer.tag(field.details, wire.lengthDelimited).bytes(toBinary(AnySchema, detail));
  }
  return Buffer.from(writer.finish());
}

/** decodeDetails reads the details out of the trailer's value. */
export function decodeDetails(bytes: Uint8Array): Any[] {
  const reader = new BinaryReader(bytes);
  const details: Any[] = [];
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === field.details) details.push(fromBinary(AnySchema, reader.bytes()));
    else reader.skip(wireType);
  }
  return details;
}
