/** End of a call as Connect shows it: a result with headers and trailers, or a ConnectError. */
import { ConnectError } from '@connectrpc/connect';
import { nativeError } from '../errors.ts';
import type { CallEnd } from '../library.ts';
import { fromHeaders } from './metadata.ts';

/** Shown is what Connect has shown of a call so far. */
export interface Shown {
  headers: Headers | undefined;
  trailers: Headers | undefined;
  localPort: number;
}

export function succeededEnd({ headers, trailers, localPort }: Shown): CallEnd {
  return {
    ...{ code: 0, localPort },
    headers: fromHeaders(headers),
    trailers: fromHeaders(trailers),
  };
}

/** failedEnd: an error brings headers and trailers together, as its metadata. */
export function failedEnd({ headers, localPort }: Shown, error: unknown): CallEnd {
  const known = ConnectError.from(error);
  return {
    ...{ code: known.code, message: known.rawMessage, localPort },
    headers: fromHeaders(headers),
    trailers: fromHeaders(known.metadata),
    details: known.details.flatMap(detailOf),
    nativeError: nativeError(error),
  };
}

function detailOf(detail: ConnectError['details'][number]) {
  if ('desc' in detail) return [];
  return [{ typeUrl: `type.googleapis.com/${detail.type}`, value: detail.value }];
}
