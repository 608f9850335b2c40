/** Transport checks what both libraries of this language serve: plaintext HTTP/2, also on a socket file. */
import { type ListenRequest, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { UnsupportedPart } from './errors.ts';

const served: ReadonlySet<Transport> = new Set([
  Transport.UNSPECIFIED,
  Transport.H2C,
  Transport.UDS,
]);

/** checkListener throws UnsupportedPart for what neither library's binding can honour. */
export function checkListener({ transport, tls, threads }: ListenRequest): void {
  if (!served.has(transport)) {
    throw new UnsupportedPart('transport', 'this peer serves plaintext HTTP/2 only');
  }
  if (tls) throw new UnsupportedPart('tls', 'this peer serves plaintext only');
  if (threads) throw new UnsupportedPart('threads', 'Node runs handlers on one thread');
}
