const CLIENT = Buffer.from([127, 0, 0, 1]);
const SERVER = Buffer.from([127, 0, 0, 2]);
/** By it Wireshark takes the bytes for HTTP, and by the client's preface for HTTP/2. */
const SERVER_PORT = 80;
/** Connections have client ports from here on. */
const FIRST_CLIENT_PORT = 20_000;
const CLIENT_PORTS = 40_000;
const TCP = 6;
/** A packet's data: an IPv4 packet has at most 65,535 bytes. */
const SEGMENT = 60_000;

const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;

/** One direction's numbers. */
interface Side {
  next: number;
}

/** A Connection makes the packets of one TCP connection (RFC 9293, RFC 791) for what went over it. */
export class Connection {
  readonly #port: number;
  readonly #client: Side = { next: 1_000 };
  readonly #server: Side = { next: 2_000 };
  #opened = false;

  constructor(number: number) {
    this.#port = FIRST_CLIENT_PORT + (number % CLIENT_PORTS);
  }

  /** The handshake; nothing when it has been. */
  open(): Buffer[] {
    if (this.#opened) return [];
    this.#opened = true;
    return [this.#packet(true, SYN), this.#packet(false, SYN | ACK), this.#packet(true, ACK)];
  }

  data(toServer: boolean, bytes: Uint8Array): Buffer[] {
    const packets = this.open();
    for (let at = 0; at < bytes.length; at += SEGMENT) {
      packets.push(this.#packet(toServer, PSH | ACK, bytes.subarray(at, at + SEGMENT)));
    }
    return packets;
  }

  end(toServer: boolean): Buffer[] {
    return [...this.open(), this.#packet(toServer, FIN | ACK)];
  }

  reset(toServer: boolean): Buffer[] {
    return [...this.open(), this.#packet(toServer, RST | ACK)];
  }

  #packet(toServer: boolean, flags: number, data: Uint8Array = new Uint8Array()): Buffer {
    const [from, to] = toServer ? [this.#client, this.#server] : [this.#server, this.#client];
    const ports = toServer ? [this.#port, SERVER_PORT] : [SERVER_PORT, this.#port];
    const acknowledged = (flags & ACK) === 0 ? 0 : to.next;
    const header = tcpHeader(ports as [number, number], from.next, acknowledged, flags);
    const counted = data.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    from.next = (from.next + counted) >>> 0;
    const addresses = toServer ? [CLIENT, SERVER] : [SERVER, CLIENT];
    return ipPacket(Buffer.concat(addresses), Buffer.concat([header, data]));
  }
}

function tcpHeader(ports: [number, number], sequence: number, ack: number, flags: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(ports[0], 0);
  header.writeUInt16BE(ports[1], 2);
  header.writeUInt32BE(sequence, 4);
  header.writeUInt32BE(ack, 8);
  header.writeUInt8(5 << 4, 12);
  header.writeUInt8(flags, 13);
  header.writeUInt16BE(65_535, 14);
  return header;
}

function ipPacket(addresses: Buffer, segment: Buffer): Buffer {
  const pseudo = Buffer.concat([addresses, Buffer.from([0, TCP, 0, 0])]);
  pseudo.writeUInt16BE(segment.length, 10);
  segment.writeUInt16BE(checksum(Buffer.concat([pseudo, segment])), 16);
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + segment.length, 2);
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(64, 8);
  header.writeUInt8(TCP, 9);
  addresses.copy(header, 12);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, segment]);
}

/** The Internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  if (bytes.length % 2 === 1) sum += (bytes.at(-1) ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
