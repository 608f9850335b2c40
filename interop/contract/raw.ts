/** The peer without a gRPC library: the client or the server of cells of its own. */
export const RAW = 'raw';

/**
 * What stands in the values of a raw client's header fields for what only the run knows, and is put
 * there before the call: its call id, and the server's `host:port`.
 */
export const CALL_ID = '$CALL_ID';
export const AUTHORITY = '$AUTHORITY';
