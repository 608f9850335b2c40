import { HttpVersion, WireProtocol } from '../contract/generated.ts';
import type { Cell, Protocol } from '../contract/vocabulary.ts';

const WIRE_PROTOCOL: Readonly<Record<Protocol, WireProtocol>> = {
  grpc: WireProtocol.GRPC,
  'grpc-web': WireProtocol.GRPC_WEB,
  connect: WireProtocol.CONNECT,
};

/** What a client of a cell speaks. gRPC has one HTTP alone; of the others the cell's transport says which. */
export function speaking({ protocol, transport }: Cell) {
  const version = transport === 'http1' ? HttpVersion.HTTP_VERSION_1_1 : HttpVersion.HTTP_VERSION_2;
  const httpVersion = protocol === 'grpc' ? HttpVersion.HTTP_VERSION_UNSPECIFIED : version;
  return { protocol: WIRE_PROTOCOL[protocol], httpVersion };
}
