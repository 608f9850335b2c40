import { type Cell, MIXED, type Protocol, type Transport } from '../contract/vocabulary.ts';

/** What a peer of the matrix may be paired on: transports, by protocol. */
export interface MatrixPeer {
  readonly id: string;
  readonly speaks: Readonly<Partial<Record<Protocol, readonly Transport[]>>>;
}

const GRPC = { grpc: ['h2c', 'tls'] } as const;
const OF_CONNECT = { connect: ['h2c', 'http1'], 'grpc-web': ['h2c', 'http1'] } as const;

/** The peers of the matrix: each is a client and a server. */
export const MATRIX_PEERS: readonly MatrixPeer[] = [
  { id: 'ts-grpc-js', speaks: GRPC },
  { id: 'ts-connect', speaks: { ...GRPC, ...OF_CONNECT } },
  { id: 'python-grpcio', speaks: GRPC },
  { id: 'python-grpcio-aio', speaks: GRPC },
  { id: 'python-connect', speaks: OF_CONNECT },
  { id: 'go-grpc', speaks: GRPC },
  { id: 'go-connect', speaks: { ...GRPC, ...OF_CONNECT } },
];

/** The peer against which `each-peer` cases run: the one that most others were written to match. */
export const REFERENCE_PEER = 'go-grpc';

/** Whose servers those are, a language each. */
export const MIXED_SERVERS = ['ts-grpc-js', 'python-grpcio', 'go-grpc'] as const;

/** The server peers of a cell. */
export function serversOf({ server }: Cell): readonly string[] {
  return server === MIXED ? MIXED_SERVERS : [server];
}
