/** Compression of Connect: what a side accepts, and what it sends. */
import { compressionBrotli, compressionGzip } from '@connectrpc/connect-node';
import { compressionDeflate } from '../../connect/deflate.ts';
import { Compression } from '../../gen/crosswire/peer/v1/plan_pb.js';

type Named = typeof compressionGzip;

/** What Connect takes by itself, and deflate. */
const accepted: Named[] = [compressionGzip, compressionBrotli, compressionDeflate];
/** More than any message has. */
const never = 0xffffffff;

/** sendOptions are a client's: small messages too, for the plan asks for it and not for what is worth it. */
export function sendOptions(compression: Compression): {
  acceptCompression: Named[];
  sendCompression?: Named;
  compressMinBytes?: number;
} {
  const named = namedOf(compression);
  return {
    acceptCompression: accepted,
    ...(named && { sendCompression: named, compressMinBytes: 0 }),
  };
}

/**
 * answerOptions are a server's. It answers with the first of what the client accepts and it has, so that one
 * which shall send this has nothing else.
 */
export function answerOptions(compression: Compression): {
  acceptCompression: Named[];
  compressMinBytes?: number;
} {
  const named = namedOf(compression);
  if (named) return { acceptCompression: [named], compressMinBytes: 0 };
  const plain = compression === Compression.IDENTITY && { compressMinBytes: never };
  return { acceptCompression: accepted, ...plain };
}

function namedOf(compression: Compression): Named | undefined {
  if (compression === Compression.GZIP) return compressionGzip;
  return compression === Compression.DEFLATE ? compressionDeflate : undefined;
}
