import { Direction, type Frame, Frame_Kind } from '../contract/generated.ts';
import { Connection } from './tcp.ts';

/** Raw IPv4 and IPv6 (link-layer header types of the pcapng specification). */
const LINKTYPE_RAW = 101;
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
const OPTION_COMMENT = 1;
const OPTION_RESOLUTION = 9;
/** Bytes of one note. */
const COMMENT_LIMIT = 1_000;

/**
 * The record as a capture (draft-ietf-opsawg-pcapng): TCP connections with the bytes that came, TLS taken off,
 * so that Wireshark shows HTTP/2 and gRPC. Addresses and handshakes are made up; times and bytes are not.
 */
export function transcriptPcapng(frames: readonly Frame[], openedAt: Date): Buffer {
  const connections = new Map<number, Connection>();
  const began = BigInt(openedAt.getTime()) * 1_000_000n;
  const blocks = [sectionHeader(), interfaceBlock()];
  for (const frame of frames) {
    const connection = connections.get(frame.connection) ?? new Connection(frame.connection);
    connections.set(frame.connection, connection);
    packetsOf(connection, frame).forEach((packet, at) => {
      blocks.push(packetBlock(packet, began + frame.ns, at === 0 ? frame.note : ''));
    });
  }
  return Buffer.concat(blocks);
}

function packetsOf(connection: Connection, frame: Frame): Buffer[] {
  const toServer = frame.direction !== Direction.TO_CLIENT;
  switch (frame.kind) {
    case Frame_Kind.FRAME:
      return connection.data(toServer, bytesOf(frame));
    case Frame_Kind.BYTES:
      return connection.data(toServer, frame.payload);
    case Frame_Kind.ENDED:
      return connection.end(toServer);
    case Frame_Kind.RESET:
      return connection.reset(toServer);
    default:
      return connection.open();
  }
}

/** A frame as it was on the wire (RFC 9113, 4.1). */
function bytesOf({ length, type, flags, streamId, payload }: Frame): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, payload]);
}

function sectionHeader(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER, 0);
  body.writeUInt16LE(1, 4);
  body.writeBigInt64LE(-1n, 8);
  return block(SECTION_HEADER, body);
}

/** Times are in nanoseconds. */
function interfaceBlock(): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(LINKTYPE_RAW, 0);
  return block(INTERFACE, Buffer.concat([body, option(OPTION_RESOLUTION, Buffer.from([9])), END]));
}

function packetBlock(packet: Buffer, ns: bigint, note: string): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(Number(ns >> 32n), 4);
  head.writeUInt32LE(Number(ns & 0xffffffffn), 8);
  head.writeUInt32LE(packet.length, 12);
  head.writeUInt32LE(packet.length, 16);
  const comment = Buffer.from(note.slice(0, COMMENT_LIMIT));
  const options = note === '' ? [] : [option(OPTION_COMMENT, comment), END];
  return block(ENHANCED_PACKET, Buffer.concat([head, padded(packet), ...options]));
}

const END = Buffer.alloc(4);

function option(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function block(type: number, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length + 12);
  const kind = Buffer.alloc(4);
  kind.writeUInt32LE(type);
  return Buffer.concat([kind, length, body, length]);
}
