import type { Case } from './case.ts';
import type { Transport } from './vocabulary.ts';

/** What is said of a peer that is somebody else's: a program of the official suite, without a control port. */
interface ExternalPeer {
  readonly name: string;
  readonly transport: Extract<Transport, 'h2c' | 'tls'>;
  /** Whether it does the suite's four cases of compression. Of a peer that says nothing of itself it must be told. */
  readonly compression: boolean;
  /** The flag that brought it here, for the command that repeats a verdict. */
  readonly flag: readonly [name: '--peer-server' | '--peer-client', value: string];
}

/** An ExternalServer is dialled as it is; nothing tells what it saw. */
export interface ExternalServer extends ExternalPeer {
  /** `host:port`. */
  readonly address: string;
  /** Which authority it is trusted by, PEM, and the name in its certificate; empty is the address's. */
  readonly caPem: string;
  readonly serverName: string;
}

/** An ExternalClient is a command that makes the calls of one case, and ends with 0 where all was well. */
export interface ExternalClient extends ExternalPeer {
  readonly command: readonly [file: string, ...args: string[]];
}

/** The External peers of a run. */
export interface External {
  readonly servers: readonly ExternalServer[];
  readonly clients: readonly ExternalClient[];
  /** What clients are asked for. */
  readonly cases: readonly OfficialCase[];
}

/** What a verdict is made from where a server has no control port, and where a client has none. */
export const CLIENT_SIDE_ONLY = 'client side only: nothing tells what this server saw';
export const SERVER_SIDE_ONLY =
  'server side only: this client tells no more than whether it is content, the server which methods it saw';

/** An OfficialCase is one that an external client is asked for by the suite's own name. */
export interface OfficialCase {
  /** Stands for it in cells and reports. */
  readonly testCase: Case;
  /** `large_unary`. */
  readonly name: string;
  /** Paths that the server must have seen, of calls that reach a handler for sure. */
  readonly methods: readonly string[];
}
