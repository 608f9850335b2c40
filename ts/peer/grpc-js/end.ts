/** End of a call as grpc-js shows it: the status, and the error where there was one. */
import * as grpc from '@grpc/grpc-js';
import { decodeDetails, statusDetailsTrailer } from '../../grpc-js/status-details.ts';
import { nativeError } from '../errors.ts';
import type { CallEnd } from '../library.ts';
import { fromMetadata } from './metadata.ts';

interface Ended {
  readonly status: grpc.StatusObject;
  readonly error: grpc.ServiceError | undefined;
  readonly headers: grpc.Metadata | undefined;
  readonly localPort: number;
}

/** endOf prefers the error: grpc-js may fail a call whose status was OK (no message came). */
export function endOf({ status, error, headers, localPort }: Ended): CallEnd {
  const { code, details, metadata } = error ?? status;
  const [packed] = metadata?.get(statusDetailsTrailer) ?? [];
  return {
    ...{ code: told(code), message: details, localPort },
    headers: fromMetadata(headers),
    trailers: fromMetadata(status.metadata),
    details: packed instanceof Buffer ? decodeDetails(packed).map(plainDetail) : [],
    ...(error && { nativeError: nativeError(error) }),
  };
}

/** What stands for a code that the contract's int32 can't hold. */
const NO_INT32 = -(2 ** 31);

/** told is the code: grpc-js hands out Number(grpc-status) unseen, so it may be NaN or beyond 2^31. */
function told(code: number): number {
  return Number.isInteger(code) && Math.abs(code) < 2 ** 31 ? code : NO_INT32;
}

/** failedBeforeSending is for what grpc-js throws instead of making the call. */
export function failedBeforeSending(error: unknown): CallEnd {
  const native = nativeError(error);
  return { code: grpc.status.UNKNOWN, message: native.text, nativeError: native };
}

function plainDetail({ typeUrl, value }: { typeUrl: string; value: Uint8Array }) {
  return { typeUrl, value };
}
