import { KINDS } from '../kinds.ts';

/** The kinds that any HTTP carries: "Bidirectional streaming requires HTTP/2, but the other RPC types also support HTTP/1.1". */
export const ON_ANY_HTTP = KINDS.filter((kind) => kind.id !== 'bidi-stream');

/** What decides in the cells of Connect. */
export const CONNECT = 'Connect Protocol Reference (connectrpc.com/docs/protocol)';

/** What decides in those of gRPC-Web; what it doesn't say is as in gRPC over HTTP/2. */
export const GRPC_WEB = 'grpc/grpc doc/PROTOCOL-WEB.md';
