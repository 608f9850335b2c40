import type { CodeName } from '../../../contract/code.ts';
import { ERROR_CODES, type ErrorCode } from '../../../contract/http2.ts';
import type { CaseInit, ScenarioInit } from '../../define.ts';
import { framed, type RawStep, wire } from '../script.ts';
import { afterTheEnd } from './after-the-end.ts';
import { badServer, MESSAGE, part, request, UNDER_WAY } from './parts.ts';

const SOURCE =
  'gRPC over HTTP/2, "Errors": the mapping from RST_STREAM error codes; RFC 9113, 5.4.2: no RST_STREAM in answer to one';

/**
 * The codes that aren't INTERNAL. STREAM_CLOSED and HTTP_1_1_REQUIRED have no mapping: an error whose space isn't known
 * is UNKNOWN (statuscodes.md), one of the framing INTERNAL.
 */
const OTHERS: Readonly<Partial<Record<ErrorCode, readonly CodeName[]>>> = {
  STREAM_CLOSED: ['INTERNAL', 'UNKNOWN'],
  REFUSED_STREAM: ['UNAVAILABLE'],
  CANCEL: ['CANCELLED'],
  ENHANCE_YOUR_CALM: ['RESOURCE_EXHAUSTED'],
  INADEQUATE_SECURITY: ['PERMISSION_DENIED'],
  HTTP_1_1_REQUIRED: ['INTERNAL', 'UNKNOWN'],
};

/** Codes that libraries treat in ways of their own. With the others a large upload is the same again, and dear. */
const TOLD_APART: readonly ErrorCode[] = ['NO_ERROR', 'REFUSED_STREAM', 'CANCEL'];

/** Long enough for an upload to be over, if nothing held it up. */
const HELD_UP = wire.sleep(100);

const PLACES: Readonly<Record<string, readonly RawStep[]>> = {
  'before-headers': [],
  'after-headers': [part.headers],
  'in-mid-message': [part.headers, wire.data(framed(MESSAGE).subarray(0, 7))],
  'after-message': [part.headers, part.message],
};

function slug(code: ErrorCode): string {
  return code.toLowerCase().replaceAll('_', '-');
}

function reset(code: ErrorCode, place: string, large: boolean): CaseInit {
  const size = large ? 'large' : 'small';
  const kind = large ? 'client-stream' : 'unary';
  const when = large ? [UNDER_WAY, HELD_UP] : [wire.awaitEnd()];
  const init = badServer({
    id: `rst/${place}/${slug(code)}-${size}`,
    title: `RST_STREAM(${code}) ${place.replaceAll('-', ' ')} ends a call with ${large ? 'an upload under way' : 'a small request'}`,
    source: SOURCE,
    issue: 'grpc-node#1532',
    kind,
    plan: { steps: [request(large)] },
    connection: large ? { noWindows: true } : {},
    atOnce: [...when, ...(PLACES[place] ?? []), wire.rst(code)],
    code: OTHERS[code] ?? 'INTERNAL',
    observed: { facts: { resets: 'none', ...(large ? { 'ended by client': '0' } : {}) } },
  });
  return large && !TOLD_APART.includes(code) ? { ...init, dear: true } : init;
}

const EVERYWHERE = Object.keys(PLACES).flatMap((place) =>
  ERROR_CODES.flatMap((code) => [reset(code, place, false), reset(code, place, true)]),
);

/** RST_STREAM with every code, at every place of a response, under small and large requests. */
export const rst: readonly (CaseInit | ScenarioInit)[] = [...EVERYWHERE, ...afterTheEnd];
