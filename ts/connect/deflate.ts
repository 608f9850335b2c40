/**
 * Deflate is a compression that Connect has a place for, and not with it: in gRPC the word means zlib's format.
 * https://github.com/grpc/grpc/blob/master/doc/compression.md
 */
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { Code, ConnectError } from '@connectrpc/connect';
import type { compressionGzip } from '@connectrpc/connect-node';

const deflate = promisify<Uint8Array, Buffer>(zlib.deflate);
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate);

export const compressionDeflate: typeof compressionGzip = {
  name: 'deflate',
  compress: async (bytes) => new Uint8Array(await deflate(bytes)),
  async decompress(bytes, readMaxBytes) {
    if (bytes.length === 0) return new Uint8Array(0);
    try {
      return new Uint8Array(await inflate(bytes, { maxOutputLength: readMaxBytes }));
    } catch (error) {
      throw refusal(error, readMaxBytes);
    }
  },
};

function refusal(error: unknown, most: number): ConnectError {
  const large = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  return large
    ? new ConnectError(`message is larger than ${most} when inflated`, Code.ResourceExhausted)
    : new ConnectError('decompression failed', Code.InvalidArgument);
}
