import type { Cell, Protocol, Transport } from '../contract/vocabulary.ts';

/** What a peer of the matrix may be paired on. */
export interface MatrixPeer {
  readonly id: string;
  readonly protocols: readonly Protocol[];
  readonly transports: readonly Transport[];
}

const GRPC = { protocols: ['grpc'], transports: ['h2c'] } as const;

/** The peers of the matrix: each is a client and a server. */
export const MATRIX_PEERS: readonly MatrixPeer[] = [
  { id: 'ts-grpc-js', ...GRPC },
  { id: 'ts-connect', ...GRPC },
  { id: 'python-grpcio', ...GRPC },
  { id: 'python-grpcio-aio', ...GRPC },
  { id: 'go-grpc', ...GRPC },
  { id: 'go-connect', ...GRPC },
];

/** The peer against which `each-peer` cases run: the one that most others were written to match. */
export const REFERENCE_PEER = 'go-grpc';

/** The server of a cell whose client has servers of three languages before it. */
export const MIXED = 'mixed';

/** Whose servers those are, a language each. */
export const MIXED_SERVERS = ['ts-grpc-js', 'python-grpcio', 'go-grpc'] as const;

/** The server peers of a cell. */
export function serversOf({ server }: Cell): readonly string[] {
  return server === MIXED ? MIXED_SERVERS : [server];
}
