/** Transport checks what both libraries of this language serve: HTTP/2, plaintext or over TLS. */
import { type ListenRequest, Transport } from '../gen/crosswire/peer/v1/peer_pb.js';
import { UnsupportedPart } from './errors.ts';

const served: ReadonlySet<Transport> = new Set([
  Transport.UNSPECIFIED,
  Transport.H2C,
  Transport.TLS,
  Transport.MTLS,
  Transport.UDS,
]);

/** checkListener throws UnsupportedPart for what neither library's binding can honour. */
export function checkListener({ transport, threads }: ListenRequest): void {
  if (!served.has(transport)) {
    throw new UnsupportedPart('transport', 'this peer serves HTTP/2 only');
  }
  if (threads) throw new UnsupportedPart('threads', 'Node runs handlers on one thread');
}
