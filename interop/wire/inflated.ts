import { gunzipSync, inflateSync } from 'node:zlib';

/** What came of compressed bytes: the plain ones, or why there are none. */
export interface Inflated {
  readonly bytes?: Uint8Array;
  readonly problem?: string;
}

const BY_ENCODING: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
};

/** Inflates a message by its Message-Encoding, to so many bytes at most: what comes from a peer may be a bomb. */
export function inflated(encoding: string, body: Uint8Array, limit: number): Inflated {
  const inflate = Object.hasOwn(BY_ENCODING, encoding) ? BY_ENCODING[encoding] : undefined;
  if (inflate === undefined) return { problem: `compressed by ${encoding || 'nothing named'}` };
  try {
    return { bytes: inflate(body, { maxOutputLength: limit }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
